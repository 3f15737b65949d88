package dev.postern.kafka.warmup;

import dev.postern.kafka.broker.FollowedTopic;
import dev.postern.kafka.broker.OwnProducer;
import dev.postern.smtp.limit.WarmUp;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mails of warm-ups as a topic has them, followed by a thread of its own. */
final class TopicWarmUps implements WarmUps {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWarmUps.class);

    /** Until what was asked for may be known. */
    private static final Duration SOON = Duration.ofMillis(10);

    private static final int LONGEST_KEY = 600;
    private static final char BEHIND_NAME = '/';

    /** Only the records of one partition have an order. */
    private static final int PARTITION = 0;

    private final String topic;
    private final String sender;
    private final Clock clock;
    private final FollowedTopic followed;
    private final OwnProducer producer;
    private final Map<String, WarmUpCount> byName = new HashMap<>();
    private @Nullable ConnectException lost;

    /**
     * Warm-ups that are not loaded yet.
     *
     * @param sender who counts here, of all who share the topic
     * @param consumer closed with the warm-ups, as is the producer
     */
    TopicWarmUps(String topic, String sender, Clock clock, Consumer<byte[], byte[]> consumer, OwnProducer producer) {
        this.topic = topic;
        this.sender = sender;
        this.clock = clock;
        this.followed = new FollowedTopic(topic, WarmUpConfig.TOPIC, "postern-warmup", consumer, this::note);
        this.producer = producer;
    }

    /**
     * Reads all of it, and follows it from there on.
     *
     * @throws ConnectException if it can't be read within five minutes
     */
    void load() {
        followed.loadAll(() -> byName.size() + " warm-ups");
    }

    private synchronized void note(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        int behindName = key.indexOf(BEHIND_NAME);
        try {
            if (behindName < 1 || record.value() == null) {
                throw new IllegalArgumentException("its key must be a limit, a slash and a sender");
            }
            count(key.substring(0, behindName)).note(key.substring(behindName + 1), WarmUpDay.read(record.value()));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The record at offset {} of {} is no day of a warm-up, and is passed over: {}",
                    record.offset(),
                    topic,
                    e.getMessage());
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        return key == null || key.length > LONGEST_KEY ? "" : new String(key, StandardCharsets.UTF_8);
    }

    private WarmUpCount count(String name) {
        return byName.computeIfAbsent(name, any -> new WarmUpCount(sender));
    }

    @Override
    public synchronized long take(String name, WarmUp warmUp) {
        LocalDate today = today();
        WarmUpCount count = count(name);
        if (count.take(today)) {
            return 0;
        }
        WarmUpDay ask = count.ask(today, warmUp);
        if (ask != null) {
            store(name, ask).whenComplete((stored, failure) -> {
                if (failure != null) {
                    fail(count, ask, failure);
                }
            });
        }
        return count.isSpent(today) ? untilTomorrow() : SOON.toNanos();
    }

    @Override
    public synchronized long delay(String name, WarmUp warmUp) {
        return count(name).isSpent(today()) ? untilTomorrow() : 0;
    }

    @Override
    public synchronized void putBack(String name) {
        count(name).putBack();
    }

    private CompletableFuture<Void> store(String name, WarmUpDay day) {
        byte[] key = (name + BEHIND_NAME + sender).getBytes(StandardCharsets.UTF_8);
        return producer.write(topic, () -> new ProducerRecord<>(topic, PARTITION, key, day.write()));
    }

    private synchronized void fail(WarmUpCount count, WarmUpDay ask, Throwable failure) {
        count.lost(ask);
        lost = failure instanceof ConnectException known ? known : new ConnectException(failure);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private long untilTomorrow() {
        return Duration.between(
                        clock.instant(),
                        today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .plusSeconds(1) // by a clock that is a little behind
                .toNanos();
    }

    @Override
    public synchronized @Nullable ConnectException failure() {
        return lost == null ? followed.failure() : lost;
    }

    @Override
    public void close() {
        synchronized (this) {
            byName.forEach((name, count) -> {
                WarmUpDay rest = count.giveBack(today());
                if (rest != null) {
                    store(name, rest);
                }
            });
        }
        producer.close();
        followed.close();
    }
}
