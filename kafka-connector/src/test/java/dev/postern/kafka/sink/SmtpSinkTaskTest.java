package dev.postern.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.FakeRelay;
import dev.postern.smtp.Reply;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.SignedZone;
import dev.postern.testkit.Unbound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The task's rules, against a real relay of ours and a worker's context of our own; the real worker is in ConnectClusterTest. */
@Timeout(60)
class SmtpSinkTaskTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");

    private final WorkerContext context = new WorkerContext(PARTITION);
    private final SmtpSinkTask task = new SmtpSinkTask();
    private final List<FakeRelay> relays = new ArrayList<>();

    @AfterEach
    void stop() {
        task.stop();
        relays.forEach(FakeRelay::close);
    }

    private FakeRelay start(FakeRelay relay, Map<String, String> more) {
        relays.add(relay);
        start(relay.port(), more);
        return relay;
    }

    private void start(int port, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(port),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org",
                "retry.first.ms", "20",
                "commit.interval.ms", "1"));
        settings.putAll(more);
        task.initialize(context);
        task.start(settings);
        task.open(context.assigned);
    }

    private static SinkRecord record(long offset, String recipients) {
        return record(offset, recipients, now());
    }

    private static SinkRecord record(long offset, String recipients, long time) {
        String mail = "From: ann@example.org\r\nTo: " + recipients + "\r\n\r\nmail " + offset + "\r\n";
        return new SinkRecord(
                "orders", 0, null, null, null, mail.getBytes(UTF_8), offset, time, TimestampType.CREATE_TIME);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    /** What Connect would commit after this many records were put. */
    private long committed(long consumed) {
        task.put(List.of());
        return preCommit(consumed);
    }

    private long preCommit(long consumed) {
        return task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(consumed)))
                .get(PARTITION)
                .offset();
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
        assertEquals(0, committed(3));
        held.complete(TAKEN);
        await().until(() -> committed(3) == 3);
        assertTrue(context.commits.get() > 0);
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void aPartitionThatConnectReadsWithoutHavingOpenedItIsSetBackSoThatItsOffsetsCount() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        task.close(Set.of(PARTITION));
        List<SinkRecord> records = List.of(record(4, "bob@example.net"), record(5, "bob@example.net"));
        task.put(records);
        assertEquals(Map.of(PARTITION, 4L), context.setBack);
        assertEquals(
                Map.of(),
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(6))),
                "not behind what comes once more");
        task.put(records);
        await().until(() -> committed(6) == 6);
        relay.next();
        relay.next();
        assertEquals(0, relay.waiting());
    }

    @Test
    @RequiresPeer("nsd")
    void byMxEachDomainGetsItsMailAndABackupTakesWhatTheFirstHostCant() throws Exception {
        String zone = """
                $TTL 60
                @            SOA ns hostmaster 1 3600 600 86400 60
                @            NS ns
                ns           A 127.0.0.1
                one          MX 10 down
                one          MX 20 a
                two          A 127.0.0.3
                null         MX 0 .
                down         A 127.0.0.4
                a            A 127.0.0.2
                """;
        int port = FreePort.onLoopback();
        FakeRelay one = FakeRelay.takingAt("127.0.0.2", port);
        relays.add(one);
        FakeRelay two = FakeRelay.takingAt("127.0.0.3", port);
        relays.add(two);
        try (Nsd nsd = Nsd.serving(Map.of("example", zone))) {
            task.initialize(context);
            task.start(Map.of(
                    "smtp.route", "mx",
                    "smtp.mx.port", String.valueOf(port),
                    "smtp.mx.private.addresses", "true",
                    "smtp.hello", "gateway.example.org",
                    "dns.servers", "127.0.0.1:" + nsd.address().getPort()));
            task.open(context.assigned);
            task.put(List.of(record(0, "x@one.example, x@two.example, y@one.example"), record(1, "x@null.example")));
            await().until(() -> committed(2) == 2);
        }
        assertEquals(
                List.of("x@one.example", "y@one.example"),
                one.next().envelope().recipients().stream().map(String::valueOf).toList());
        assertEquals(
                List.of("x@two.example"),
                two.next().envelope().recipients().stream().map(String::valueOf).toList());
        assertEquals(0, one.waiting() + two.waiting());
        assertEquals(1, context.reported.size());
        assertTrue(context.reported.element().contains("null MX"), context.reported::element);
    }

    @Test
    @RequiresPeer({"nsd", "unbound", "ldns-signzone"})
    void byMxAHostHasToProveItselfAsItsDomainPublishes(@TempDir Path directory) throws Exception {
        int port = FreePort.onLoopback();
        String zone = """
                signed. 60 IN SOA ns.signed. hostmaster.signed. 1 3600 600 86400 60
                signed. 60 IN NS ns.signed.
                ns.signed. 60 IN A 127.0.0.1
                dane.signed. 60 IN MX 10 a.signed.
                exempt.signed. 60 IN MX 10 a.signed.
                a.signed. 60 IN A 127.0.0.2
                _%d._tcp.a.signed. 60 IN TLSA 3 1 1 %s
                """.formatted(port, "ab".repeat(32));
        SignedZone signed = SignedZone.of("signed", zone);
        FakeRelay relay = FakeRelay.takingAt("127.0.0.2", port);
        relays.add(relay);
        try (Nsd nsd = Nsd.serving(Map.of("signed", signed.text()));
                Unbound unbound = Unbound.resolving(Map.of("signed", nsd.address()), List.of(signed.anchor()))) {
            task.initialize(context);
            task.start(Map.of(
                    "smtp.route", "mx",
                    "smtp.mx.port", String.valueOf(port),
                    "smtp.mx.private.addresses", "true",
                    "smtp.mx.policies.directory", directory.resolve("policies").toString(),
                    "smtp.mx.tls.reports.directory",
                            directory.resolve("reports").toString(),
                    "smtp.tls.policy", "exempt.signed:opportunistic",
                    "smtp.hello", "gateway.example.org",
                    "retry.for.ms", "0",
                    "dns.servers", "127.0.0.1:" + unbound.address().getPort()));
            task.open(context.assigned);
            task.put(List.of(record(0, "x@dane.signed, x@exempt.signed")));
            await().until(() -> committed(1) == 1);
        }
        assertEquals(
                List.of("x@exempt.signed"),
                relay.next().envelope().recipients().stream()
                        .map(String::valueOf)
                        .toList());
        assertEquals(1, context.reported.size());
        assertTrue(context.reported.element().contains("offers no STARTTLS"), context.reported::element);
        assertTrue(Files.isDirectory(directory.resolve("policies")) && Files.isDirectory(directory.resolve("reports")));
    }

    @Test
    void aDirectoryThatCantBeUsedIsNamedWithItsSetting() {
        task.initialize(context);
        for (String setting : List.of("smtp.mx.policies.directory", "smtp.mx.tls.reports.directory")) {
            Exception failure = assertThrows(
                    Exception.class,
                    () -> task.start(Map.of(
                            "smtp.route", "mx", "smtp.hello", "gateway.example.org", setting, "/dev/null/below")));
            assertTrue(String.valueOf(failure.getMessage()).contains(setting), failure::toString);
        }
    }

    @Test
    void aDomainGetsTheProtectionThatItsEntryNames() throws Exception {
        FakeRelay relay =
                start(FakeRelay.taking(), Map.of("smtp.tls.policy", "*.bank.example:required", "retry.for.ms", "0"));
        task.put(List.of(record(0, "ann@my.bank.example, bob@example.net")));
        await().until(() -> committed(1) == 1);
        assertEquals(
                List.of("bob@example.net"),
                relay.next().envelope().recipients().stream()
                        .map(String::valueOf)
                        .toList());
        assertEquals(1, context.reported.size());
        assertTrue(context.reported.element().contains("offers no STARTTLS"), context.reported::element);
    }

    @Test
    void aRelayThatIsDownLeavesTheMailToTheNext() throws Exception {
        FakeRelay relay = FakeRelay.taking();
        relays.add(relay);
        start(relay.port(), Map.of("smtp.host", "127.0.0.4,127.0.0.1"));
        task.put(List.of(record(0, "bob@example.net")));
        relay.next();
        await().until(() -> committed(1) == 1);
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void retriesTheRecipientsThatAreOpenAndOnlyThem() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        FakeRelay relay = start(
                new FakeRelay(envelope -> attempts.incrementAndGet() < 3 ? Reply.of(451, "4.3.0", "Not now") : TAKEN),
                Map.of());
        task.put(List.of(record(0, "bob@example.net, cy@example.net")));
        await().until(() -> committed(1) == 1);
        assertEquals(3, relay.waiting());
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void aMailThatIsDeferredTooLongGoesToTheErrorReporter() throws Exception {
        start(new FakeRelay(envelope -> Reply.of(451, "4.3.0", "Not now")), Map.of("retry.for.ms", "100"));
        task.put(List.of(record(0, "bob@example.net")));
        await().until(() -> committed(1) == 1);
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
        await().until(() -> committed(2) == 2);
        assertEquals(1, context.reported.size());
        assertTrue(context.reported.element().contains("550 5.7.1 Spam"));
        assertEquals(2, relay.waiting());
    }

    @Test
    void aRecordThatIsNoMailGoesToTheErrorReporter() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        task.put(List.of(record(0, "no address"), record(1, "bob@example.net")));
        await().until(() -> committed(2) == 2);
        assertTrue(context.reported.element().contains("To is not a list of mail addresses"));
        assertTrue(relay.next().content().contains("mail 1"));
    }

    @Test
    void contentThatIsAmbiguousOnTheWireIsNotSent() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        byte[] smuggling = "From: a@example.org\r\nTo: b@example.net\r\n\r\nx\n.\nMAIL FROM:<>".getBytes(UTF_8);
        task.put(
                List.of(new SinkRecord("orders", 0, null, null, null, smuggling, 0, now(), TimestampType.CREATE_TIME)));
        await().until(() -> committed(1) == 1);
        assertEquals(1, context.reported.size());
        assertEquals(0, relay.waiting());
    }

    @Test
    void withoutToleranceAFailureFailsTheTaskBehindWhatWasSent() throws Exception {
        context.tolerant = false;
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        task.put(List.of(record(0, "bob@example.net"), record(1, "no address"), record(2, "bob@example.net")));
        relay.next();
        await().until(() -> preCommit(3) == 1);
        ConnectException failure = assertThrows(ConnectException.class, () -> task.put(List.of()));
        String reason = failure.getCause().getMessage();
        assertTrue(reason.startsWith("record at offset 1 of orders-0 can't become a mail: To is not a list"), reason);
        assertEquals(0, relay.waiting());
    }

    @Test
    void withoutToleranceAndWithoutAQueueTheTextSaysTheRemedy() throws Exception {
        context.reporter = false;
        start(new FakeRelay(envelope -> Reply.of(550, "5.7.1", "Spam")), Map.of());
        task.put(List.of(record(0, "bob@example.net")));
        ConnectException failure = await().until(() -> failureOfPut(), thrown -> thrown != null);
        String reason = failure.getMessage();
        assertTrue(
                reason.startsWith(
                        "record at offset 0 of orders-0 was not delivered: bob@example.net was refused: 550 5.7.1 Spam"),
                reason);
        assertTrue(reason.contains("errors.deadletterqueue.topic.name"), reason);
        assertEquals(0, preCommit(1));
    }

    private ConnectException failureOfPut() {
        try {
            task.put(List.of());
            return null;
        } catch (ConnectException e) {
            return e;
        }
    }

    @Test
    void withToleranceAndWithoutAQueueItGoesOn() throws Exception {
        context.reporter = false;
        FakeRelay relay = start(FakeRelay.taking(), Map.of("errors.tolerance", "all"));
        task.put(List.of(record(0, "no address"), record(1, "bob@example.net")));
        await().until(() -> committed(2) == 2);
        assertEquals(1, relay.waiting());
    }

    @Test
    void aRefusalThatIsFoundWhileConnectCommitsFailsTheNextPutOnly() throws Exception {
        context.tolerant = false;
        CompletableFuture<Reply> held = new CompletableFuture<>();
        FakeRelay relay = start(new FakeRelay((envelope, content) -> held), Map.of());
        task.put(List.of(record(0, "bob@example.net")));
        relay.next();
        held.complete(Reply.of(550, "5.7.1", "Spam"));
        await().until(() -> {
            assertEquals(0, preCommit(1)); // would make Connect read all again if it threw
            return !context.reported.isEmpty();
        });
        assertThrows(ConnectException.class, () -> task.put(List.of()));
    }

    @Test
    void anOffsetWaitsForTheDeadLetterQueue() throws Exception {
        context.stored = new CompletableFuture<>();
        start(FakeRelay.taking(), Map.of());
        task.put(List.of(record(0, "no address")));
        assertEquals(0, committed(1));
        context.stored.complete(null);
        assertEquals(1, committed(1));
    }

    @Test
    void aDeadLetterQueueThatFailsFailsTheTask() throws Exception {
        context.stored = CompletableFuture.failedFuture(new IllegalStateException("no such topic"));
        start(FakeRelay.taking(), Map.of());
        task.put(List.of(record(0, "no address")));
        ConnectException failure = assertThrows(ConnectException.class, () -> task.put(List.of()));
        assertTrue(failure.getMessage().contains("the dead letter queue did not take a record"), failure.getMessage());
        assertEquals(0, preCommit(1));
    }

    @Test
    void aTombstoneGoesToTheErrorReporter() throws Exception {
        start(FakeRelay.taking(), Map.of());
        task.put(List.of(new SinkRecord("orders", 0, null, "k", null, null, 0, now(), TimestampType.CREATE_TIME)));
        assertEquals(1, committed(1));
        assertTrue(context.reported.element().contains("the value is null"), context.reported.toString());
    }

    @Test
    void partialSuccessNamesWhoDidNotGetTheMailAndSendsNobodyTwo() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("PIPELINING").expect("MAIL .*");
            c.expect("RCPT TO:<bob@example.net>");
            c.expect("RCPT TO:<cy@example.net>");
            c.expect("RCPT TO:<dee@example.net>");
            c.expect("DATA");
            c.say("250 OK").say("250 OK").say("450 4.2.1 Greylisted").say("550 5.1.1 No such user");
            c.say("354 Go").readContent();
            c.say("250 Taken").expect("MAIL .*");
            c.expect("RCPT TO:<cy@example.net>");
            c.expect("DATA");
            c.say("250 OK").say("250 OK").say("354 Go").readContent();
            c.say("250 Taken");
        })) {
            start(peer.port(), Map.of());
            task.put(List.of(record(0, "bob@example.net, cy@example.net, dee@example.net")));
            await().until(() -> committed(1) == 1);
            assertEquals(
                    "record at offset 0 of orders-0 was not delivered: dee@example.net was refused: 550 5.1.1 No such user",
                    context.reported.element());
        }
    }

    @Test
    void aMailThatIsTooLargeForTheRelayIsReportedAndNotSent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("PIPELINING", "SIZE 50");
            c.expect("QUIT");
        })) {
            start(peer.port(), Map.of());
            task.put(List.of(record(0, "bob@example.net")));
            await().until(() -> committed(1) == 1);
            assertTrue(context.reported.element().contains("552 5.3.4 Larger than the 50 octets"));
            task.stop();
        }
    }

    @Test
    void whatAnotherTaskWillReadAgainIsNotSent() throws Exception {
        CompletableFuture<Reply> held = new CompletableFuture<>();
        FakeRelay relay = start(
                new FakeRelay((envelope, content) ->
                        content.contains("mail 0") ? held : CompletableFuture.completedFuture(TAKEN)),
                Map.of("smtp.connections", "1"));
        task.put(List.of(record(0, "bob@example.net"), record(1, "bob@example.net")));
        relay.next();
        task.close(Set.of(PARTITION));
        TopicPartition other = new TopicPartition("others", 0);
        task.open(Set.of(other));
        task.put(List.of(new SinkRecord(
                "others",
                0,
                null,
                null,
                null,
                "From: a@b.org\r\nTo: c@d.org\r\n\r\nother\r\n",
                5,
                now(),
                TimestampType.CREATE_TIME)));
        held.complete(TAKEN);
        assertTrue(relay.next().content().endsWith("other\r\n"));
        await().until(() -> {
            task.put(List.of());
            return task.preCommit(Map.of(other, new OffsetAndMetadata(6)))
                            .get(other)
                            .offset()
                    == 6;
        });
        assertEquals(0, relay.waiting());
        assertTrue(context.reported.isEmpty());
    }

    @Test
    void aDeferredMailIsNotTriedAgainForAPartitionThatIsGone() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        FakeRelay relay = start(
                new FakeRelay(envelope -> {
                    attempts.incrementAndGet();
                    return Reply.of(451, "4.3.0", "Not now");
                }),
                Map.of("retry.first.ms", "100"));
        task.put(List.of(record(0, "bob@example.net")));
        relay.next();
        task.close(Set.of(PARTITION));
        await().during(Duration.ofMillis(400)).until(() -> attempts.get() == 1);
    }

    @Test
    void stopsReadingAtTheHighWaterAndResumesBelowHalf() throws Exception {
        CompletableFuture<Reply> held = new CompletableFuture<>();
        start(new FakeRelay((envelope, content) -> held), Map.of("inflight.mails.max", "4"));
        for (int i = 0; i < 4; i++) {
            task.put(List.of(record(i, "bob@example.net")));
        }
        assertEquals(Set.of(PARTITION), context.paused());
        assertTrue(context.timeout <= 20, "it looks again in " + context.timeout + " ms: connections would run dry");
        held.complete(TAKEN);
        await().until(() -> committed(4) == 4);
        assertEquals(Set.of(), context.paused());
    }

    @Test
    void aPartitionThatWasPausedAndComesBackIsRead() throws Exception {
        start(
                new FakeRelay((envelope, content) -> new CompletableFuture<>()),
                Map.of("inflight.mails.max", "4", "smtp.connections", "1"));
        for (int i = 0; i < 4; i++) {
            task.put(List.of(record(i, "bob@example.net")));
        }
        assertEquals(Set.of(PARTITION), context.paused());
        task.close(Set.of(PARTITION));
        context.assigned = Set.of();
        task.put(List.of()); // while the group decides
        context.assigned = Set.of(PARTITION);
        task.open(Set.of(PARTITION));
        assertEquals(Set.of(), context.paused());
    }

    @Test
    void aRecordFromThePastIsNotSent() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of("mail.max.age.ms", "3600000"));
        task.put(List.of(
                record(0, "bob@example.net", now() - 3_700_000), record(1, "bob@example.net", now() - 3_500_000)));
        assertTrue(relay.next().content().endsWith("mail 1\r\n"));
        await().until(() -> committed(2) == 2);
        assertEquals(0, relay.waiting());
        assertEquals(
                "record at offset 0 of orders-0 was not delivered: bob@example.net was not tried: the record is older"
                        + " than mail.max.age.ms allows, which is 3600000: not attempted",
                context.reported.element());
    }

    @Test
    void aMailThatIsToBeHeldNeedsSomewhereToWait() throws Exception {
        FakeRelay relay = start(FakeRelay.taking(), Map.of());
        SinkRecord held = record(0, "bob@example.net");
        held.headers().addString("mail.held.until", "2999-01-01T00:00:00Z");
        SinkRecord soon = record(1, "bob@example.net");
        soon.headers().addString("mail.held.until", "tomorrow");
        SinkRecord past = record(2, "bob@example.net");
        past.headers().addString("mail.held.until", "2026-01-01T00:00:00Z");
        task.put(List.of(held, soon, past));
        assertTrue(relay.next().content().endsWith("mail 2\r\n"));
        await().until(() -> committed(3) == 3);
        assertTrue(
                context.reported.toString().contains("mail.held.until takes deferred.topic")
                        && context.reported.toString().contains("mail.held.until is not a time in UTC"),
                context.reported.toString());
    }

    @Test
    void aRetryThatWouldBeTooLateIsNotMade() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        start(
                new FakeRelay(envelope -> {
                    attempts.incrementAndGet();
                    return Reply.of(451, "4.3.2", "Busy");
                }),
                Map.of("mail.max.age.ms", "3600000", "retry.first.ms", "600000", "retry.longest.ms", "600000"));
        task.put(List.of(record(0, "bob@example.net", now() - 3_500_000)));
        await().until(() -> committed(1) == 1);
        assertEquals(1, attempts.get());
        assertTrue(context.reported.element().contains("bob@example.net was given up after 1 attempt:"));
    }

    @Test
    void aRelayThatIsDownDefersTheMail() throws Exception {
        FakeRelay gone = FakeRelay.taking();
        gone.close();
        start(gone, Map.of("retry.for.ms", "50"));
        task.put(List.of(record(0, "bob@example.net")));
        await().until(() -> committed(1) == 1);
        assertTrue(context.reported.element().contains("can't connect to 127.0.0.1:" + gone.port()));
    }

    @Test
    void aBrokerWithoutAnAddressIsNamedWithItsSetting() {
        ConnectException failure = assertThrows(
                ConnectException.class,
                () -> start(
                        25, Map.of("kafka.bootstrap.servers", "no.such.host.invalid:9092", "events.topic", "events")));
        String reason = failure.getMessage();
        assertTrue(
                reason.startsWith("the topic events of events.topic can't be had: No resolvable bootstrap urls")
                        && reason.contains("See kafka.bootstrap.servers"),
                reason);
    }

    @Test
    void aWrongTruststoreIsOneClearLine() throws IOException {
        ConnectException failure = assertThrows(
                ConnectException.class,
                () -> start(FakeRelay.taking(), Map.of("smtp.truststore.location", "/nowhere/trust.p12")));
        assertEquals("truststore /nowhere/trust.p12 does not exist", failure.getMessage());
    }
}
