package dev.postern.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.FakeRelay;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The task's rules, against a real relay of ours and a worker's context of our own; the real worker is in ConnectClusterTest. */
@Timeout(60)
class SmtpSinkTaskTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");

    private final Context context = new Context();
    private final SmtpSinkTask task = new SmtpSinkTask();
    private final List<FakeRelay> relays = new ArrayList<>();

    @AfterEach
    void stop() {
        task.stop();
        relays.forEach(FakeRelay::close);
    }

    private FakeRelay start(FakeRelay relay, Map<String, String> more) {
        relays.add(relay);
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(relay.port()),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org",
                "retry.first.ms", "20",
                "commit.interval.ms", "1"));
        settings.putAll(more);
        task.initialize(context);
        task.start(settings);
        return relay;
    }

    private static SinkRecord record(long offset, String recipients) {
        String mail = "From: ann@example.org\r\nTo: " + recipients + "\r\n\r\nmail " + offset + "\r\n";
        return new SinkRecord(
                "orders", 0, null, null, null, mail.getBytes(UTF_8), offset, 0L, TimestampType.CREATE_TIME);
    }

    private long committed() {
        task.put(List.of());
        OffsetAndMetadata offset = task.preCommit(Map.of()).get(PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void commitsOnlyWhatTheRelayHasTaken() throws Exception {
        CompletableFuture<Reply> held = new CompletableFuture<>();
        FakeRelay relay = start(
                new FakeRelay((envelope, content) ->
                        content.contains("mail 0") ? held : CompletableFuture.completedFuture(TAKEN)),
                Map.of());
        task.put(List.of(record(0, "bob@example.net"), record(1, "bob@example.net"), record(2, "bob@example.net")));
        for (int i = 0; i < 3; i++) {
            relay.next();
        }
        assertEquals(-1, committed());
        held.complete(TAKEN);
        await().until(() -> committed() == 3);
        assertTrue(context.commits.get() > 0);
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void retriesTheRecipientsThatAreOpenAndOnlyThem() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        FakeRelay relay = start(
                new FakeRelay(envelope -> attempts.incrementAndGet() < 3 ? Reply.of(451, "4.3.0", "Not now") : TAKEN),
                Map.of());
        task.put(List.of(record(0, "bob@example.net, cy@example.net")));
        await().until(() -> committed() == 1);
        assertEquals(3, relay.waiting());
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void aMailThatIsDeferredTooLongGoesToTheErrorReporter() throws Exception {
        start(new FakeRelay(envelope -> Reply.of(451, "4.3.0", "Not now")), Map.of("retry.for.ms", "100"));
        task.put(List.of(record(0, "bob@example.net")));
        await().until(() -> committed() == 1);
        String reason = context.reported.element();
        assertTrue(reason.contains("bob@example.net was given up") && reason.contains("Not now"), reason);
    }

    @Test
    void aRefusedMailGoesToTheErrorReporterAndBlocksNobody() throws Exception {
        FakeRelay relay = start(
                new FakeRelay((envelope, content) -> CompletableFuture.completedFuture(
                        content.contains("mail 0") ? Reply.of(550, "5.7.1", "Spam") : TAKEN)),
                Map.of());
        task.put(List.of(record(0, "bob@example.net"), record(1, "bob@example.net")));
        await().until(() -> committed() == 2);
        assertEquals(1, context.reported.size());
        assertTrue(context.reported.element().contains("550 5.7.1 Spam"));
        assertEquals(2, relay.waiting());
    }

    @Test
    void aRecordThatIsNoMailGoesToTheErrorReporter() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        task.put(List.of(record(0, "no address"), record(1, "bob@example.net")));
        await().until(() -> committed() == 2);
        assertTrue(context.reported.element().contains("To is not a list of mail addresses"));
        assertTrue(relay.next().content().contains("mail 1"));
    }

    @Test
    void contentThatIsAmbiguousOnTheWireIsNotSent() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        byte[] smuggling = "From: a@example.org\r\nTo: b@example.net\r\n\r\nx\n.\nMAIL FROM:<>".getBytes(UTF_8);
        task.put(List.of(new SinkRecord("orders", 0, null, null, null, smuggling, 0, 0L, TimestampType.CREATE_TIME)));
        await().until(() -> committed() == 1);
        assertEquals(1, context.reported.size());
        assertEquals(0, relay.waiting());
    }

    @Test
    void withoutToleranceAFailureFailsTheTaskAndKeepsTheOffset() throws Exception {
        context.tolerant = false;
        start(FakeRelay.taking(), Map.of());
        assertThrows(ConnectException.class, () -> task.put(List.of(record(0, "no address"))));
        assertEquals(Map.of(), task.preCommit(Map.of()));
    }

    @Test
    void stopsReadingAtTheHighWaterAndResumesBelowHalf() throws Exception {
        CompletableFuture<Reply> held = new CompletableFuture<>();
        start(new FakeRelay((envelope, content) -> held), Map.of("inflight.mails.max", "4"));
        for (int i = 0; i < 4; i++) {
            task.put(List.of(record(i, "bob@example.net")));
        }
        assertTrue(context.paused);
        held.complete(TAKEN);
        await().until(() -> committed() == 4);
        assertFalse(context.paused);
    }

    @Test
    void aRelayThatIsDownDefersTheMail() throws Exception {
        FakeRelay gone = FakeRelay.taking();
        gone.close();
        start(gone, Map.of("retry.for.ms", "50"));
        task.put(List.of(record(0, "bob@example.net")));
        await().until(() -> committed() == 1);
        assertTrue(context.reported.element().contains("can't connect to 127.0.0.1:" + gone.port()));
    }

    @Test
    void aWrongTruststoreIsOneClearLine() throws IOException {
        ConnectException failure = assertThrows(
                ConnectException.class,
                () -> start(FakeRelay.taking(), Map.of("smtp.truststore.location", "/nowhere/trust.p12")));
        assertEquals("truststore /nowhere/trust.p12 does not exist", failure.getMessage());
    }

    /** What a worker would be to the task. */
    private static final class Context implements SinkTaskContext {
        private final ConcurrentLinkedQueue<String> reported = new ConcurrentLinkedQueue<>();
        private final AtomicInteger commits = new AtomicInteger();
        private boolean tolerant = true;
        private boolean paused;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {}

        @Override
        public void offset(TopicPartition partition, long offset) {}

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            paused = true;
        }

        @Override
        public void resume(TopicPartition... partitions) {
            paused = false;
        }

        @Override
        public void requestCommit() {
            commits.incrementAndGet();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("the task has no metrics of its own");
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return this::report;
        }

        private Future<Void> report(SinkRecord record, Throwable error) {
            if (!tolerant) {
                throw new ConnectException("Tolerance exceeded", error);
            }
            reported.add(error.getMessage());
            return CompletableFuture.completedFuture(null);
        }
    }
}
