package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.mail.Address;
import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKeyPair;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimVerifier;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.testkit.PrivateFile;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Deferred mail in its topics, with a real worker and a real broker. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class DeferredMailTest {
    private static final Reply BUSY = Reply.of(451, "4.3.2", "Busy");
    private static final Reply TAKEN = Reply.of(250, "2.6.0", "Taken");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Map<String, String> settings(String name, int relay) {
        Map<String, String> settings = ConnectWorker.sinkSettings(name, relay);
        settings.put("events.topic", name + "-events");
        settings.put("events.topic.partitions", "1");
        settings.put("deferred.topic", name + "-deferred");
        settings.put("deferred.topic.partitions", "1");
        settings.put("deferred.schedule", "1s,2s");
        settings.put("kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
        return settings;
    }

    private static void produce(String topic, String recipients, String text) throws Exception {
        String mail = "From: ann@example.org\r\nTo: " + recipients + "\r\nSubject: An order\r\n\r\n" + text + "\r\n";
        ConnectWorker.produce(topic, mail.getBytes(UTF_8));
    }

    private static OffsetAndMetadata offset(String group) throws Exception {
        try (var admin = ConnectWorker.cluster().kafka().createAdminClient()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .findFirst()
                    .orElse(new OffsetAndMetadata(0));
        }
    }

    @Test
    void aDeferredMailHoldsNothingUpOutlivesItsConnectorAndArrivesOnce() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        ConnectWorker.createTopic("waiting");
        try (FakeRelay relay = new FakeRelay(envelope -> busy.get() ? BUSY : TAKEN)) {
            ConnectWorker.run("waiting", SmtpSinkConnector.class, settings("waiting", relay.port()));
            produce("waiting", "bob@example.net, cy@example.com", "hello");
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-waiting") == 1);
            relay.next();
            relay.next();
            ConnectWorker.delete("waiting");
            busy.set(false);
            while (relay.waiting() > 0) {
                relay.next();
            }
            ConnectWorker.run("waiting", SmtpSinkConnector.class, settings("waiting", relay.port()));
            FakeRelay.Mail mail = relay.next();
            assertEquals(
                    "[bob@example.net, cy@example.com]",
                    mail.envelope().recipients().toString());
            assertTrue(mail.content().endsWith("hello\r\n"), mail.content());
            await().atMost(PATIENCE)
                    .until(() ->
                            Events.first(6, "waiting-events").stream().anyMatch(line -> line.contains("delivered")));
            assertEquals(0, relay.waiting());
        }
        ConnectWorker.delete("waiting");
    }

    @Test
    void aMailThatWaitsInMemoryIsTriedByTheNextTaskThoughItsFirstAttemptIsOnRecord() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        ConnectWorker.createTopic("remembered");
        try (FakeRelay relay = new FakeRelay(envelope -> busy.get() ? BUSY : TAKEN)) {
            Map<String, String> settings = settings("remembered", relay.port());
            settings.keySet().removeIf(name -> name.startsWith("deferred."));
            settings.put("retry.first.ms", "600000");
            settings.put("retry.longest.ms", "600000");
            ConnectWorker.run("remembered", SmtpSinkConnector.class, settings);
            produce("remembered", "bob@example.net", "hello");
            relay.next();
            assertEquals(1, Events.first(1, "remembered-events").size());
            busy.set(false);
            ConnectWorker.delete("remembered");
            ConnectWorker.run("remembered", SmtpSinkConnector.class, settings);
            assertTrue(relay.next().content().endsWith("hello\r\n"));
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-remembered") == 1);
        }
        ConnectWorker.delete("remembered");
    }

    @Test
    @Rfc("3461#5.2.3")
    void theSenderIsToldOfWhatFailsAndNobodyOfWhatBecomesOfThat() throws Exception {
        ConnectWorker.createTopic("failing");
        AtomicInteger notices = new AtomicInteger();
        try (FakeRelay relay = new FakeRelay(envelope -> envelope.reversePath() == null
                ? notices.incrementAndGet() == 1 ? BUSY : Reply.of(550, "5.1.1", "No such user")
                : Reply.of(550, "5.1.1", "No such user here"))) {
            ConnectWorker.run("failing", SmtpSinkConnector.class, settings("failing", relay.port()));
            produce("failing", "bob@example.net", "hello");
            assertEquals(
                    "[bob@example.net]", relay.next().envelope().recipients().toString());
            FakeRelay.Mail notice = relay.next();
            assertNull(notice.envelope().reversePath());
            assertEquals("[ann@example.org]", notice.envelope().recipients().toString());
            assertTrue(
                    notice.content().contains("Content-Type: multipart/report; report-type=delivery-status")
                            && notice.content().contains("Final-Recipient: rfc822; bob@example.net")
                            && notice.content().contains("Action: failed")
                            && notice.content().contains("Diagnostic-Code: smtp; 550 5.1.1 No such user here")
                            && notice.content().contains("Subject: An order"),
                    notice.content());
            assertEquals(
                    ofGateway(notice.content()),
                    ofGateway(relay.next().content()),
                    "a notification that is deferred comes again");
            List<String> events = Events.first(3, "failing-events");
            assertEquals(
                    1,
                    events.stream()
                            .filter(line -> line.startsWith("failing-0-0 bob"))
                            .count(),
                    events::toString);
            assertEquals(
                    List.of("deferred 451 4.3.2 system", "bounced 550 5.1.1 bad_mailbox"),
                    events.stream()
                            .filter(line -> line.contains("ann@example.org attempt"))
                            .map(line -> line.substring(line.indexOf(": ") + 2))
                            .toList());
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> relay.waiting() == 0);
        }
        ConnectWorker.delete("failing");
    }

    /** Without the trace that the relay put before it. */
    private static String ofGateway(String content) {
        return content.substring(content.indexOf("\r\nFrom: "));
    }

    @Test
    void aMailThatIsDeferredTooLongExpiresAndItsSenderIsTold() throws Exception {
        ConnectWorker.createTopic("expiring");
        try (FakeRelay relay = new FakeRelay(envelope -> envelope.reversePath() == null ? TAKEN : BUSY)) {
            Map<String, String> settings = settings("expiring", relay.port());
            settings.put("mail.max.age.ms", "5000");
            ConnectWorker.run("expiring", SmtpSinkConnector.class, settings);
            produce("expiring", "bob@example.net", "hello");
            FakeRelay.Mail mail = relay.next();
            while (mail.envelope().reversePath() != null) {
                mail = relay.next();
            }
            assertTrue(
                    mail.content().contains("Action: failed")
                            && mail.content().contains("Status: 4.3.2")
                            && mail.content().contains("Diagnostic-Code: smtp; 451 4.3.2 Busy"),
                    mail.content());
        }
        ConnectWorker.delete("expiring");
    }

    @Test
    void whatIsBeyondTheDayOfAWarmUpWaitsForTheNextDayWithoutAnAttempt() throws Exception {
        Midnight.awaitPassed();
        ConnectWorker.createTopic("warming");
        try (FakeRelay relay = new FakeRelay(envelope -> TAKEN)) {
            Map<String, String> settings = settings("warming", relay.port());
            settings.put("smtp.limits", "127.0.0.1: warmup=2..9");
            settings.put("warmup.topic", "warming-days");
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            ConnectWorker.run("warming", SmtpSinkConnector.class, settings);
            for (int i = 0; i < 3; i++) {
                produce("warming", "bob@example.net", "hello " + i);
            }
            relay.next();
            relay.next();
            assertTrue(
                    Events.first(3, "warming-events")
                            .contains("warming-0-2 bob@example.net attempt 1: deferred null 4.4.5 throttled"),
                    () -> Events.first(3, "warming-events").toString());
            assertEquals(
                    List.of(today.plusDays(1)),
                    Events.next(3, "warming-events").stream()
                            .map(next -> LocalDate.ofInstant(next, ZoneOffset.UTC))
                            .toList());
            ConnectWorker.delete("warming");
            ConnectWorker.run("warming", SmtpSinkConnector.class, settings);
            produce("warming", "bob@example.net", "hello 3");
            assertTrue(
                    Events.first(4, "warming-events")
                            .contains("warming-0-3 bob@example.net attempt 1: deferred null 4.4.5 throttled"),
                    "the count is kept");
            assertEquals(0, relay.waiting());
        }
        ConnectWorker.delete("warming");
    }

    @Test
    void aMailIsHeldUntilItsTimeThoughItsRecordIsOlderThanMailMayBe() throws Exception {
        ConnectWorker.createTopic("held");
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = settings("held", relay.port());
            settings.put("mail.max.age.ms", "3000");
            ConnectWorker.run("held", SmtpSinkConnector.class, settings);
            Instant due = Instant.now().plusSeconds(5);
            String mail = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nhello\r\n";
            ConnectWorker.produce("held", mail.getBytes(UTF_8), Map.of("mail.held.until", due.toString()));
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-held") == 1);
            assertTrue(relay.next().content().endsWith("hello\r\n"));
            assertFalse(Instant.now().isBefore(due), "it went too early");
            assertEquals(
                    List.of("held-0-0 bob@example.net attempt 1: delivered 250 2.0.0 null"),
                    Events.first(1, "held-events"));
        }
        ConnectWorker.delete("held");
    }

    @Test
    void mailIsSignedAnewAtEachAttemptAndSoAreNotifications(@TempDir Path directory) throws Exception {
        ConnectWorker.createTopic("signed");
        DkimKeyPair pair = DkimKeyPair.ed25519();
        PrivateFile.write(directory.resolve("key.pem"), pair.pem());
        Path keys = PrivateFile.write(directory.resolve("keys"), "example.org e1 - key.pem\n");
        Resolver dns = ZoneResolver.of("e1._domainkey.example.org. IN TXT \"" + pair.record() + "\"");
        AtomicInteger attempts = new AtomicInteger();
        try (FakeRelay relay = new FakeRelay(envelope -> envelope.reversePath() == null
                ? TAKEN
                : attempts.incrementAndGet() == 1 ? BUSY : Reply.of(550, "5.1.1", "No such user"))) {
            Map<String, String> settings = settings("signed", relay.port());
            settings.put("dsn.from", "mailer@example.org");
            settings.put("dkim.keys", keys.toString());
            ConnectWorker.run("signed", SmtpSinkConnector.class, settings);
            produce("signed", "bob@example.net", "hello");
            for (String from : List.of("ann@example.org", "ann@example.org", "mailer@example.org")) {
                String content = relay.next().content();
                DkimReport report = new DkimVerifier(dns, Clock.systemUTC(), DkimPolicy.STANDARD)
                        .verify(Message.of(content.getBytes(UTF_8)))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
                assertTrue(content.contains(from), content);
                assertEquals(1, report.findings().size(), content);
                assertEquals(1, report.passed().size(), report::toString);
            }
        }
        ConnectWorker.delete("signed");
    }

    @Test
    @Rfc("3461#5.2.3")
    void aSenderWhoAskedIsToldOfADelayOnce() throws Exception {
        ConnectWorker.createTopic("late");
        AtomicInteger attempts = new AtomicInteger();
        try (FakeRelay relay = new FakeRelay(
                envelope -> envelope.reversePath() == null || attempts.incrementAndGet() == 4 ? TAKEN : BUSY)) {
            Map<String, String> settings = settings("late", relay.port());
            settings.put("dsn.delayed.after.ms", "1");
            settings.put("dsn.from", "mailer@example.org");
            ConnectWorker.run("late", SmtpSinkConnector.class, settings);
            String mail = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nhello\r\n";
            ConnectWorker.produce(
                    "late", mail.getBytes(UTF_8), Map.of("mail.dsn.to", "<bob@example.net> NOTIFY=DELAY,FAILURE"));
            List<FakeRelay.Mail> mails = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                mails.add(relay.next());
            }
            List<String> notices = mails.stream()
                    .filter(each -> each.envelope().reversePath() == null)
                    .map(FakeRelay.Mail::content)
                    .toList();
            assertEquals(1, notices.size());
            assertTrue(
                    notices.get(0).contains("Action: delayed")
                            && notices.get(0).contains("Will-Retry-Until: ")
                            && notices.get(0).contains("From: Mail Delivery System <mailer@example.org>"),
                    notices.get(0));
        }
        ConnectWorker.delete("late");
    }

    @Test
    @Rfc({"3461#5.2.2b", "3461#5.2.3"})
    void aSenderWhoAskedIsToldThatAMailWasPassedOnToAServerThatTellsNothing() throws Exception {
        ConnectWorker.createTopic("relayed");
        CompletableFuture<String> notice = new CompletableFuture<>();
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("PIPELINING", "8BITMIME");
            c.expect("MAIL FROM:<ann@example.org>");
            c.expect("RCPT TO:<bob@example.net>");
            c.expect("RCPT TO:<cy@example.com>");
            c.expect("DATA");
            c.say("250 OK").say("250 OK").say("250 OK").say("354 Go").readContent();
            c.say("250 2.6.0 Queued");
            c.expect("MAIL FROM:<>");
            c.expect("RCPT TO:<ann@example.org>");
            c.expect("DATA");
            c.say("250 OK").say("250 OK").say("354 Go");
            notice.complete(c.readContent());
            c.say("250 OK").readToEnd();
        })) {
            Map<String, String> settings = settings("relayed", peer.port());
            settings.put("smtp.connections", "1");
            ConnectWorker.run("relayed", SmtpSinkConnector.class, settings);
            String mail = "From: ann@example.org\r\nTo: bob@example.net, cy@example.com\r\n\r\nhello\r\n";
            ConnectWorker.produce(
                    "relayed",
                    mail.getBytes(UTF_8),
                    Map.of("mail.dsn", "ENVID=order-17", "mail.dsn.to", "<bob@example.net> NOTIFY=SUCCESS"));
            String told = notice.get(60, TimeUnit.SECONDS);
            assertTrue(
                    told.contains("Final-Recipient: rfc822; bob@example.net")
                            && told.contains("Action: relayed")
                            && told.contains("Status: 2.6.0")
                            && told.contains("Original-Envelope-Id: order-17")
                            && told.contains("Diagnostic-Code: smtp; 250 2.6.0 Queued")
                            && !told.contains("Final-Recipient: rfc822; cy@example.com"),
                    told);
            ConnectWorker.delete("relayed");
        }
    }

    @Test
    void nobodyIsToldWhoseMailAServerTookThatTellsItself() throws Exception {
        ConnectWorker.createTopic("telling-itself");
        try (FakeRelay relay = FakeRelay.taking()) {
            ConnectWorker.run("telling-itself", SmtpSinkConnector.class, settings("telling-itself", relay.port()));
            String mail = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nhello\r\n";
            ConnectWorker.produce(
                    "telling-itself", mail.getBytes(UTF_8), Map.of("mail.dsn.to", "<bob@example.net> NOTIFY=SUCCESS"));
            assertEquals(
                    "SUCCESS",
                    relay.next().envelope().dsn().of(Address.parse("bob@example.net")).events().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining()));
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> relay.waiting() == 0);
        }
        ConnectWorker.delete("telling-itself");
    }

    @Test
    void whatIsDeliveredBehindASlowMailIsNotSentAgainByTheNextTask() throws Exception {
        ConnectWorker.createTopic("slow");
        CompletableFuture<Reply> never = new CompletableFuture<>();
        AtomicBoolean stuck = new AtomicBoolean(true);
        try (FakeRelay relay = new FakeRelay((envelope, content) ->
                stuck.get() && content.contains("mail 0") ? never : CompletableFuture.completedFuture(TAKEN))) {
            ConnectWorker.run("slow", SmtpSinkConnector.class, settings("slow", relay.port()));
            for (int i = 0; i < 50; i++) {
                produce("slow", "bob@example.net", "mail " + i);
            }
            for (int i = 0; i < 50; i++) {
                relay.next();
            }
            await().atMost(PATIENCE).until(() -> Events.first(49, "slow-events").size() == 49);
            await().atMost(PATIENCE)
                    .until(() -> !offset("connect-slow").metadata().isEmpty());
            assertEquals(0, offset("connect-slow").offset());
            stuck.set(false);
            ConnectWorker.delete("slow");
            ConnectWorker.run("slow", SmtpSinkConnector.class, settings("slow", relay.port()));
            assertTrue(relay.next().content().endsWith("mail 0\r\n"));
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("connect-slow") == 50);
            assertEquals(0, relay.waiting());
        }
        ConnectWorker.delete("slow");
    }

    @Test
    void aTopicThatWouldLoseMailFailsTheTaskWithTheRemedy() throws Exception {
        ConnectWorker.createTopic("losing");
        ConnectWorker.cluster().kafka().createTopic("losing-deferred-now", 1, 1, Map.of("retention.ms", "3600000"));
        ConnectWorker.configure("losing", SmtpSinkConnector.class, settings("losing", 25));
        String trace = ConnectWorker.awaitFailure("losing");
        assertTrue(
                trace.contains(
                        "the topic losing-deferred-now of deferred.topic keeps records for 3600000 ms, and a mail may"
                                + " wait for 432000000 (mail.max.age.ms): set its retention.ms to -1, or above that"),
                trace);
        ConnectWorker.delete("losing");
    }

    @Test
    void whatIsNoDeferredMailIsPassedOver() throws Exception {
        ConnectWorker.createTopic("junk");
        AtomicInteger attempts = new AtomicInteger();
        try (FakeRelay relay = new FakeRelay(envelope -> attempts.incrementAndGet() == 1 ? BUSY : TAKEN)) {
            ConnectWorker.cluster().kafka().createTopic("junk-deferred-1s", 1, 1, Map.of("retention.ms", "-1"));
            ConnectWorker.produce("junk-deferred-1s", "who put this here?".getBytes(UTF_8));
            ConnectWorker.run("junk", SmtpSinkConnector.class, settings("junk", relay.port()));
            produce("junk", "bob@example.net", "hello");
            relay.next();
            assertTrue(relay.next().content().endsWith("hello\r\n"));
            await().atMost(PATIENCE).until(() -> ConnectWorker.committed("junk-deferred") == 2);
        }
        ConnectWorker.delete("junk");
    }
}
