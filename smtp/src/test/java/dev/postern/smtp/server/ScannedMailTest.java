package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import dev.postern.smtp.scan.Clamd;
import dev.postern.smtp.scan.ScanRules;
import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import dev.postern.smtp.scan.ScanWorkers;
import dev.postern.smtp.scan.ScannedContent;
import dev.postern.smtp.scan.ScannerAddress;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener whose mails rest in files while a scanner reads them. */
@Timeout(60)
class ScannedMailTest {
    private static final String CONTENT = "Subject: test\r\n\r\n" + "Hello, Bob\r\n".repeat(5_000);

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private final ScanWorkers workers = new ScanWorkers(2, 2);

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void aFileIsScannedAndGoesOnWithItsResult() throws IOException {
        try (ScriptedPeer clamd = ScriptedPeer.playing(
                        connection -> {
                            assertTrue(received(connection).contains("Hello, Bob"));
                            connection.send("stream: OK\0");
                        },
                        connection -> {
                            received(connection);
                            connection.send("stream: A\r\n250 OK FOUND\0");
                        });
                SmtpServer server = server(clamd.port(), Duration.ofSeconds(30));
                Conversation client = greeted(server)) {
            send(client, "250");
            send(client, "554 5.7.1 Message is infected: A??250 OK");
            assertEquals(1, sink.mails().size());
            assertEquals(CONTENT, sink.mails().get(0).sent());
            assertEquals(
                    List.of(new ScanResult("clamd", Outcome.CLEAN, null, "")),
                    sink.mails().get(0).envelope().scans());
        }
    }

    @Test
    void whatTheDeadlineTookBackCanStillBeRead() throws IOException {
        try (ScriptedPeer clamd = ScriptedPeer.playing(ScriptedPeer.Connection::readToEnd);
                SmtpServer server = server(clamd.port(), Duration.ofMillis(1_500));
                Conversation client = greeted(server)) {
            send(client, "250");
            assertEquals(CONTENT, sink.mails().get(0).sent());
            assertEquals(
                    Outcome.UNSCANNED,
                    sink.mails().get(0).envelope().scans().get(0).outcome());
        }
    }

    /** Takes chunks to the empty one. */
    private static String received(ScriptedPeer.Connection connection) throws IOException {
        connection.read("zINSTREAM".length() + 1);
        StringBuilder content = new StringBuilder();
        int length = length(connection);
        while (length > 0) {
            content.append(connection.read(length));
            length = length(connection);
        }
        return content.toString();
    }

    private static int length(ScriptedPeer.Connection connection) throws IOException {
        return connection.read(Integer.BYTES).chars().reduce(0, (before, octet) -> before << 8 | octet);
    }

    private SmtpServer server(int clamd, Duration deadline) throws IOException {
        ScanRules rules = new ScanRules(deadline, OnFailure.ACCEPT, OnFinding.REFUSE, OnFinding.REFUSE);
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(new Spool(directory, 0, 0, 10 << 20))
                .checks(List.of(
                        new ScannedContent(new Clamd(ScannerAddress.parse("127.0.0.1:" + clamd), workers), rules)))
                .start();
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client", "250");
        return client;
    }

    private static void send(Conversation client, String reply) throws IOException {
        client.sendMail("susan@example.org", "bob@example.net", CONTENT).expect(reply);
    }
}
