package dev.postern.kafka.deferred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against Kafka's own mock of a consumer; a real broker is in DeferredMailTest. */
class DeferredReaderTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final TopicPartition SOON = new TopicPartition("d-1m", 0);
    private static final TopicPartition LATE = new TopicPartition("d-1h", 0);

    private final SettableClock clock = new SettableClock(NOON);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final DeferredReader reader = new DeferredReader(consumer, clock);

    @BeforeEach
    void assign() {
        reader.subscribe(Pattern.compile("d-.*"), new DeferredReader.Owner() {
            @Override
            public void assigned(
                    Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
                assertEquals(Map.of(), committed);
            }

            @Override
            public void revoked(Collection<TopicPartition> partitions) {}

            @Override
            public void lost(Collection<TopicPartition> partitions) {}
        });
        consumer.rebalance(Set.of(SOON, LATE));
        consumer.updateBeginningOffsets(Map.of(SOON, 0L, LATE, 0L));
    }

    private static PendingMail mail() {
        Address bob = Address.parse("bob@example.net");
        Envelope envelope = Envelope.of("01M8")
                .reversePath(Address.parse("\"ann, the first\"@example.org"))
                .recipients(List.of(bob, Address.parse("\"cy@home\"@example.com")))
                .dsn(new DsnRequest(
                        DsnRequest.Ret.FULL,
                        "env=1",
                        Map.of(bob, new DsnRequest.Recipient(Set.of(DsnRequest.Notify.DELAY), "rfc822;b@example.net"))))
                .demands(Demands.NONE.withRequireTls(true).withPriority(3))
                .build();
        OutgoingMail mail = new OutgoingMail(envelope, Message.of("Subject: x\r\n\r\ntext\r\n".getBytes(UTF_8)));
        DeliveryEvent.Mail name = new DeliveryEvent.Mail("01M8", envelope.reversePath(), "orders", 3, 17);
        return new PendingMail(mail, name, NOON.minusSeconds(100), NOON.plusSeconds(60), 2, 1, true);
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Instant wake)
            throws IOException {
        ProducerRecord<byte[], byte[]> written = DeferredRecord.of(
                mail(), new Slot(partition.topic(), partition.partition(), wake, NOON.plusSeconds(60)));
        return new ConsumerRecord<>(
                written.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty());
    }

    private List<String> poll() {
        return reader.poll(Duration.ZERO).stream()
                .map(due -> due.partition() + ":" + due.offset())
                .toList();
    }

    @Test
    void aMailComesBackAsItWas() throws Exception {
        PendingMail read = new Due(record(SOON, 0, NOON)).mail();
        PendingMail written = mail();
        assertEquals(
                EnvelopeAttributes.of(written.mail().envelope()),
                EnvelopeAttributes.of(read.mail().envelope()));
        assertEquals(
                new String(written.mail().message().toByteArray(), UTF_8),
                new String(read.mail().message().toByteArray(), UTF_8));
        assertEquals(written.name(), read.name());
        assertEquals(written.born(), read.born());
        assertEquals(written.due(), read.due());
        assertEquals(2, read.attempts());
        assertEquals(1, read.moves());
        assertTrue(read.warned());
    }

    @Test
    void aPartitionSleepsUntilItsFirstMailIsDue() throws Exception {
        consumer.addRecord(record(SOON, 0, NOON));
        consumer.addRecord(record(SOON, 1, NOON.plusSeconds(1)));
        consumer.addRecord(record(SOON, 2, NOON.plusSeconds(2)));
        consumer.addRecord(record(LATE, 0, NOON.plusSeconds(60)));
        assertEquals(List.of("d-1m-0:0"), poll());
        assertEquals(Set.of(SOON, LATE), consumer.paused());
        assertEquals(1, reader.position(SOON));
        assertEquals(0, reader.position(LATE));
        clock.set(NOON.plusSeconds(1));
        consumer.addRecord(record(SOON, 1, NOON.plusSeconds(1)));
        consumer.addRecord(record(SOON, 2, NOON.plusSeconds(2)));
        assertEquals(List.of("d-1m-0:1"), poll());
        clock.set(NOON.plusSeconds(60));
        consumer.addRecord(record(SOON, 2, NOON.plusSeconds(2)));
        consumer.addRecord(record(LATE, 0, NOON.plusSeconds(60)));
        assertEquals(Set.of("d-1m-0:2", "d-1h-0:0"), Set.copyOf(poll()));
    }

    @Test
    void heldItReadsNothingAndSetFreeOnlyWhatIsAwake() throws Exception {
        consumer.addRecord(record(LATE, 0, NOON.plusSeconds(60)));
        assertEquals(List.of(), poll());
        reader.hold(true);
        assertEquals(Set.of(SOON, LATE), consumer.paused());
        clock.set(NOON.plusSeconds(1));
        poll();
        reader.hold(false);
        assertEquals(Set.of(LATE), consumer.paused());
        reader.hold(true);
        clock.set(NOON.plusSeconds(60));
        poll();
        assertEquals(Set.of(SOON, LATE), consumer.paused(), "what wakes up while it is held stays so");
        reader.hold(false);
        assertEquals(Set.of(), consumer.paused());
    }

    @Test
    void whatIsNoDeferredMailIsLookedAtAndSaysWhatIsMissing() {
        consumer.addRecord(new ConsumerRecord<>("d-1m", 0, 0, null, "x".getBytes(UTF_8)));
        Due due = reader.poll(Duration.ZERO).get(0);
        InvalidMailException invalid = assertThrows(InvalidMailException.class, due::mail);
        assertTrue(invalid.getMessage().startsWith("no "), invalid.getMessage());
    }
}
