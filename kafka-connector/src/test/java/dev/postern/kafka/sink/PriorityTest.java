package dev.postern.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.FakeRelay;
import dev.postern.smtp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail that goes first, while thousands of others wait at a relay that takes its time; the real worker is in PriorityMailTest. */
@Timeout(60)
class PriorityTest {
    private static final TopicPartition NEWS = new TopicPartition("news", 0);
    private static final TopicPartition RESETS = new TopicPartition("resets", 0);

    private final WorkerContext context = new WorkerContext(NEWS, RESETS);
    private final SmtpSinkTask task = new SmtpSinkTask();
    private final CompletableFuture<Reply> held = new CompletableFuture<>();
    private FakeRelay relay;

    @AfterEach
    void stop() {
        task.stop();
        relay.close();
    }

    private void start(Map<String, String> more) throws Exception {
        relay = new FakeRelay((envelope, content) -> held);
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(relay.port()),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org",
                "smtp.connections", "1", // over several, mails overtake each other on the wire
                "inflight.mails.max", "3000"));
        settings.putAll(more);
        task.initialize(context);
        task.start(settings);
        task.open(context.assigned);
    }

    private static SinkRecord record(TopicPartition partition, long offset) {
        String mail =
                "From: ann@example.org\r\nTo: bob@example.net\r\n\r\n" + partition.topic() + " " + offset + "\r\n";
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                null,
                mail.getBytes(UTF_8),
                offset,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME);
    }

    private static SinkRecord record(TopicPartition partition, long offset, String priority) {
        SinkRecord record = record(partition, offset);
        record.headers().addString("mail.priority", priority);
        return record;
    }

    private static List<SinkRecord> bulk(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(NEWS, i));
        }
        return records;
    }

    private void putBulkAndAwaitTheFirst(int count) throws Exception {
        task.put(bulk(count));
        relay.next(); // the relay keeps it waiting, and all others behind it
    }

    /** Whether a mail that ends so is among the next ones that the relay gets, when it takes mail again. */
    private boolean isAmongTheNext(int count, String end) throws Exception {
        held.complete(Reply.of(250, "2.0.0", "Taken"));
        boolean found = false;
        for (int i = 0; i < count; i++) {
            found |= relay.next().content().endsWith(end);
        }
        return found;
    }

    @Test
    void aMailOfSuchATopicOvertakesThousands() throws Exception {
        start(Map.of("priority.topics", "resets"));
        putBulkAndAwaitTheFirst(3_000);
        assertEquals(Set.of(NEWS), context.paused());
        task.put(List.of(record(RESETS, 0)));
        assertTrue(isAmongTheNext(1, "resets 0\r\n"));
        await().until(() -> {
            task.put(List.of());
            return task.preCommit(Map.of(NEWS, new OffsetAndMetadata(3_000)))
                            .get(NEWS)
                            .offset()
                    == 3_000;
        });
        assertEquals(Set.of(), context.paused());
    }

    @Test
    void withoutPriorityItIsTheLast() throws Exception {
        start(Map.of());
        putBulkAndAwaitTheFirst(200);
        task.put(List.of(record(RESETS, 0)));
        assertTrue(isAmongTheNext(200, "resets 0\r\n"));
        assertEquals(0, relay.waiting());
    }

    @Test
    void aRecordThatSaysSoOvertakesTooAndOneThatCanWaitIsOvertaken() throws Exception {
        start(Map.of());
        task.put(List.of(record(NEWS, 0, "low"), record(NEWS, 1, "low")));
        relay.next();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 2; i < 7; i++) {
            records.add(record(NEWS, i, "low"));
        }
        records.add(record(NEWS, 7, "normal"));
        records.add(record(RESETS, 0, "high"));
        task.put(records);
        held.complete(Reply.of(250, "2.0.0", "Taken"));
        List<String> first = List.of(relay.next().content(), relay.next().content());
        assertTrue(first.stream().anyMatch(content -> content.endsWith("resets 0\r\n")), first::toString);
        assertTrue(first.stream().anyMatch(content -> content.endsWith("news 7\r\n")), first::toString);
    }

    @Test
    void theTopicsThatGoFirstHaveAReserveOfTheirOwnWhichIsBounded() throws Exception {
        start(Map.of("priority.topics", "resets", "inflight.mails.max", "2", "priority.inflight.mails.max", "3"));
        task.put(List.of(record(RESETS, 0), record(RESETS, 1), record(NEWS, 0)));
        assertEquals(Set.of(), context.paused());
        task.put(List.of(record(NEWS, 1)));
        assertEquals(Set.of(NEWS), context.paused());
        task.put(List.of(record(RESETS, 2)));
        assertEquals(Set.of(NEWS, RESETS), context.paused());
        held.complete(Reply.of(250, "2.0.0", "Taken"));
        await().until(() -> {
            task.put(List.of());
            return context.paused().isEmpty();
        });
    }

    @Test
    void aPartitionThatComesWhileOthersArePausedIsPausedTooUnlessItGoesFirst() throws Exception {
        start(Map.of("priority.topics", "resets", "inflight.mails.max", "1"));
        task.put(bulk(1));
        TopicPartition more = new TopicPartition("news", 1);
        task.open(Set.of(more, new TopicPartition("resets", 1)));
        assertEquals(Set.of(NEWS, more), context.paused());
    }
}
