package dev.postern.kafka.replay;

import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.CatchUp;
import dev.postern.kafka.deferred.Due;
import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventHeaders;
import dev.postern.mail.InvalidMailException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was stored since a time.
 *
 * @param settings of a consumer
 * @param events the topic of events
 * @param deferred the topics of deferred mail
 */
public record Replay(Map<String, Object> settings, String events, Pattern deferred) {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    /** By how much the clocks of workers may differ, and a worker's word lag behind its deed. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Set<String> ENDS = Stream.of(DeliveryEvent.Kind.values())
            .filter(DeliveryEvent.Kind::isEnd)
            .map(DeliveryEvent.Kind::text)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Reads it; waits for the brokers.
     *
     * @param records whether what was settled for such a record is of interest
     * @throws ConnectException if it can't be read
     */
    public Settled since(Instant time, Predicate<String> records) {
        Settled settled = new Settled();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = ends(consumer, time.minus(SLACK));
            CatchUp.read(
                    consumer,
                    ends,
                    record -> note(record, settled, records),
                    () -> {},
                    left -> LOG.info("Reading what was settled before: {} partitions are left", left));
        } catch (KafkaException e) {
            throw new ConnectException(
                    "what was settled before can't be read: " + e.getMessage() + ". See the settings that begin with "
                            + BrokerConfig.PREFIX + ": the client needs the right to read " + events
                            + " and the topics of deferred mail",
                    e);
        }
        LOG.info("{} attempts since {} are on record", settled.size(), time);
        return settled;
    }

    /** Where to stop, for those partitions that hold something since then; the consumer begins there. */
    private Map<TopicPartition, Long> ends(KafkaConsumer<byte[], byte[]> consumer, Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        consumer.listTopics().forEach((topic, partitions) -> {
            if (topic.equals(events) || deferred.matcher(topic).matches()) {
                partitions.forEach(each ->
                        times.put(new TopicPartition(topic, each.partition()), Math.max(0, since.toEpochMilli())));
            }
        });
        Map<TopicPartition, OffsetAndTimestamp> begins = new HashMap<>(consumer.offsetsForTimes(times));
        begins.values().removeIf(Objects::isNull); // nothing since then
        consumer.assign(begins.keySet());
        begins.forEach((partition, begin) -> consumer.seek(partition, begin.offset()));
        return consumer.endOffsets(begins.keySet());
    }

    private void note(ConsumerRecord<byte[], byte[]> record, Settled settled, Predicate<String> records) {
        if (!record.topic().equals(events)) {
            noteWaiting(new Due(record), settled, records);
            return;
        }
        String asked = text(record, EventHeaders.RECORD);
        boolean isEnd = ENDS.contains(text(
                record, EventHeaders.EVENT)); // of what is deferred the mail itself tells, where it waits in a topic
        if (isEnd && records.test(asked) && record.key() != null) {
            settled.add(
                    new String(record.key(), StandardCharsets.UTF_8),
                    asked,
                    text(record, EventHeaders.ATTEMPT),
                    text(record, EventHeaders.RECIPIENT),
                    Instant.ofEpochMilli(record.timestamp()));
        }
    }

    private static void noteWaiting(Due due, Settled settled, Predicate<String> records) {
        try {
            PendingMail mail = due.mail();
            if (records.test(mail.name().record())) {
                settled.addWaiting(mail, Instant.ofEpochMilli(due.record().timestamp()));
            }
        } catch (InvalidMailException e) { // whoever attempts it says so
            LOG.debug("Passing over the record at offset {} of {}", due.offset(), due.partition(), e);
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
