package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Clamd;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scanners as an operator sets them. */
@Timeout(120)
class ScanSettingsTest {
    @TempDir
    Path directory;

    private final List<String> scans = new CopyOnWriteArrayList<>();
    private final MailSink sink = (envelope, message) -> {
        message.close();
        scans.add(said(envelope));
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
    };

    @Test
    void wrongAddressesAndWordsAreNamed() {
        Map<String, String> wrong = Map.of(
                "scan.rspamd", "127.0.0.1:11333",
                "scan.spamd", "http://127.0.0.1:783",
                "scan.clamd", "unix:clamd.sock",
                "scan.spam", "delete",
                "scan.failure", "refuse",
                "scan.timeout.ms", "1");
        assertEquals(
                List.of("scan.clamd", "scan.failure", "scan.rspamd", "scan.spam", "scan.spamd", "scan.timeout.ms"),
                settings(wrong).problems(Face.of(UnaryOperator.identity())).stream()
                        .map(SettingProblem::name)
                        .sorted()
                        .toList());
    }

    @Test
    @RequiresPeer("clamd")
    void usersAreScannedByClamdAndRspamdButNotBySpamd() throws IOException {
        int nobody = FreePort.onLoopback();
        try (Clamd clamd = Clamd.knowing("Test", "harmful words")) {
            Map<String, String> texts = new HashMap<>(Map.of(
                    "scan.clamd",
                    clamd.socket(),
                    "scan.rspamd",
                    "http://127.0.0.1:" + nobody,
                    "scan.spamd",
                    "127.0.0.1:" + nobody,
                    "scan.failure",
                    "accept",
                    "relay.networks",
                    "127.0.0.1/32"));
            send(texts, "250", "harmless words");
            send(texts, "554 5.7.1 Message is infected: Test.UNOFFICIAL", "harmful words");
            texts.put("scan.infected", "tag");
            texts.remove("relay.networks");
            send(texts, "250", "harmful words");
            texts.put("scan.failure", "tempfail");
            send(texts, "451 4.7.1", "harmful words");
        }
        assertEquals(List.of("clamd CLEAN;rspamd UNSCANNED", "clamd INFECTED;rspamd UNSCANNED;spamd UNSCANNED"), scans);
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("postern-scan") && !isEnding(thread)));
    }

    private static boolean isEnding(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return !thread.isAlive();
    }

    private void send(Map<String, String> texts, String reply, String body) throws IOException {
        try (SmtpServer server =
                        settings(texts).listen(sink, Duration.ofSeconds(5), Face.of(UnaryOperator.identity()));
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.sendMail("susan@example.org", "bob@example.net", "Subject: test\r\n\r\n" + body + "\r\n")
                    .expect(reply);
        }
    }

    private ListenerSettings settings(Map<String, String> more) {
        Map<String, String> texts = new HashMap<>(
                Map.of("listen.port", "0", "hostname", "mx.example.org", "spool.directory", directory.toString()));
        texts.putAll(more);
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private static String said(Envelope envelope) {
        return String.join(
                ";",
                envelope.scans().stream()
                        .map(scan -> scan.scanner() + " " + scan.outcome())
                        .toList());
    }
}
