package dev.postern.kafka.idempotency;

import dev.postern.kafka.broker.FollowedTopic;
import dev.postern.kafka.broker.OwnProducer;
import dev.postern.mail.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims in a topic, followed by a thread of its own. A key is in one partition; a claim is decided when it is read back, behind all that were stored before it.
 */
final class TopicClaims implements Claims {
    private static final Logger LOG = LoggerFactory.getLogger(TopicClaims.class);
    private static final int LONGEST_TEXT = 300; // the name of a topic has up to 249

    private final String topic;
    private final KeySource source;
    private final Duration window;
    private final Consumer<byte[], byte[]> consumer;
    private final FollowedTopic followed;
    private final OwnProducer producer;
    private final KnownClaims known;
    private final Map<Asked, CompletableFuture<Optional<Claim>>> undecided = new ConcurrentHashMap<>();

    private record Asked(IdempotencyKey key, String place) {}

    /**
     * Claims that are not loaded yet.
     *
     * @param consumer closed with the claims, as is the producer
     * @param window how long a claim counts
     * @param most claims to keep in memory
     */
    TopicClaims(
            String topic,
            KeySource source,
            Duration window,
            int most,
            Consumer<byte[], byte[]> consumer,
            OwnProducer producer) {
        this.topic = topic;
        this.source = source;
        this.window = window;
        this.consumer = consumer;
        this.followed = new FollowedTopic(topic, IdempotencyConfig.TOPIC, "postern-idempotency", consumer, this::note);
        this.producer = producer;
        this.known = new KnownClaims(window, most);
    }

    /**
     * Reads those that count, and follows the topic from there on.
     *
     * @throws ConnectException if it can't be read within five minutes
     */
    void load() {
        followed.load(this::begin, () -> known.size() + " idempotency keys");
        LOG.info("{} idempotency keys count, by the topic {}", known.size(), topic);
    }

    /** Goes to the first claims that count; what is stored behind them now. */
    private Map<TopicPartition, Long> begin(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        long since = Math.max(0, Instant.now().minus(window).toEpochMilli());
        partitions.forEach(partition -> times.put(partition, since));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndTimestamp first = begins.get(partition);
            // where there was none, one may have come since the ends were asked for
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
        return ends;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            IdempotencyKey key = IdempotencyKey.parse(text(record.key()));
            String place = text(record.value());
            Claim counting = known.note(key, new Claim(place, record.timestamp()));
            CompletableFuture<Optional<Claim>> decision = undecided.remove(new Asked(key, place));
            if (decision != null) {
                decision.complete(other(counting, place));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The record at offset {} of {} is no idempotency key, and is passed over: {}",
                    record.offset(),
                    topic,
                    e.getMessage());
        }
    }

    private static String text(byte @Nullable [] octets) {
        if (octets == null || octets.length == 0 || octets.length > LONGEST_TEXT) {
            throw new IllegalArgumentException("its key and its value must be of 1 to " + LONGEST_TEXT + " octets");
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** The same record, read again, is nobody else. */
    private static Optional<Claim> other(Claim counting, String place) {
        return Optional.of(counting).filter(claim -> !claim.record().equals(place));
    }

    @Override
    public Optional<IdempotencyKey> key(SinkRecord record, Message message) {
        return source.key(record, message);
    }

    @Override
    public CompletableFuture<Optional<Claim>> claim(IdempotencyKey key, String place) {
        Optional<Claim> first = known.find(key, System.currentTimeMillis());
        if (first.isPresent()) {
            return CompletableFuture.completedFuture(other(first.get(), place));
        }
        Asked asked = new Asked(key, place);
        CompletableFuture<Optional<Claim>> decision = new CompletableFuture<>();
        CompletableFuture<Optional<Claim>> before = undecided.putIfAbsent(asked, decision);
        if (before != null) { // the record was withdrawn meanwhile, and is read again
            return before;
        }
        byte[] text = key.toString().getBytes(StandardCharsets.UTF_8);
        byte[] value = place.getBytes(StandardCharsets.UTF_8);
        producer.write(topic, () -> new ProducerRecord<>(topic, text, value)).whenComplete((stored, lost) -> {
            if (lost != null) {
                undecided.remove(asked, decision);
                decision.completeExceptionally(lost);
            }
        });
        return decision;
    }

    @Override
    public @Nullable ConnectException failure() {
        return followed.failure();
    }

    @Override
    public void close() {
        producer.close();
        followed.close();
    }
}
