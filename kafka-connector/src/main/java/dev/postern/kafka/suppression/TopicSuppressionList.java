package dev.postern.kafka.suppression;

import dev.postern.kafka.broker.FollowedTopic;
import dev.postern.kafka.broker.OwnProducer;
import dev.postern.mail.Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list as a topic has it, followed by a thread of its own. Takes memory by the number of addresses. */
final class TopicSuppressionList implements SuppressionList {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSuppressionList.class);

    private final String topic;
    private final FollowedTopic followed;
    private final OwnProducer producer;
    private final Duration bouncesFor;
    private final Map<String, Suppression> byAddress = new ConcurrentHashMap<>();

    /**
     * A list that is not loaded yet.
     *
     * @param consumer closed with the list, as is the producer
     * @param bouncesFor how long an address is suppressed that turned out to be none; zero: not at all
     */
    TopicSuppressionList(String topic, Consumer<byte[], byte[]> consumer, OwnProducer producer, Duration bouncesFor) {
        this.topic = topic;
        this.followed = new FollowedTopic(topic, SuppressionConfig.TOPIC, "postern-suppression", consumer, this::note);
        this.producer = producer;
        this.bouncesFor = bouncesFor;
    }

    /**
     * Reads all of it, and follows it from there on.
     *
     * @throws ConnectException if it can't be read within five minutes
     */
    void load() {
        followed.loadAll(() -> byAddress.size() + " addresses");
        LOG.info("{} addresses get no mail, by the topic {}", byAddress.size(), topic);
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.warn(
                    "The record at offset {} of {} has no address as its key, and is passed over",
                    record.offset(),
                    topic);
        } else if (record.value() == null) {
            byAddress.remove(key(new String(record.key(), StandardCharsets.UTF_8)));
        } else {
            byAddress.put(key(new String(record.key(), StandardCharsets.UTF_8)), Suppression.read(record.value()));
        }
    }

    /** Nobody has two mailboxes that differ in case alone. */
    private static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Suppression> find(Address address, Instant now) {
        return Optional.ofNullable(byAddress.get(key(address.toString()))).filter(found -> found.counts(now));
    }

    @Override
    public void addHardBounce(Address address, String reason, Instant now) {
        if (!bouncesFor.isZero()) {
            add(address, new Suppression(reason, now.plus(bouncesFor)));
        }
    }

    @Override
    public void addComplaint(Address address, Instant now) {
        add(address, new Suppression("complaint", null));
    }

    private void add(Address address, Suppression suppression) {
        String key = key(address.toString());
        Suppression known = byAddress.get(key);
        // a complaint does not end because a mail that was under way bounced
        if (known != null && known.outlasts(suppression)) {
            return;
        }
        byte[] value = suppression.write();
        producer.write(topic, () -> new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .whenComplete((stored, lost) -> {
                    if (lost != null) {
                        LOG.warn("{} was not put on the list of suppressed addresses: {}", address, lost.getMessage());
                    }
                });
    }

    @Override
    public void flush(Duration most) {
        producer.flush(most);
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
