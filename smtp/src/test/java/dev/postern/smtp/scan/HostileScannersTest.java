package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scanners that lie, babble or say nothing harm nobody, and keep no connection. */
@Timeout(60)
class HostileScannersTest {
    private static final String REFUSED = "451 4.7.1 Message can't be scanned now, try again later";

    private final ScanWorkers workers = new ScanWorkers(2, 2);

    /** A scanner, and how a mail comes to it. */
    enum Kind {
        RSPAMD,
        SPAMD,
        CLAMD;

        ContentScanner at(int port, ScanWorkers workers) {
            ScannerAddress address = ScannerAddress.parse("127.0.0.1:" + port);
            return switch (this) {
                case RSPAMD -> new Rspamd("http://127.0.0.1:" + port, workers);
                case SPAMD -> new Spamd(address, workers);
                case CLAMD -> new Clamd(address, workers);
            };
        }

        /** Takes all of a request. */
        void take(ScriptedPeer.Connection connection) throws IOException {
            int size = Math.toIntExact(Mails.message(Mails.HARMLESS).size());
            switch (this) {
                case RSPAMD -> {
                    String line;
                    do {
                        line = connection.expect(".*");
                    } while (!line.isEmpty());
                    connection.read(size);
                }
                case SPAMD -> {
                    connection.expect("SYMBOLS SPAMC/1.5");
                    connection.expect("Content-length: " + size);
                    connection.expect("");
                    connection.read(size);
                }
                case CLAMD ->
                    assertEquals(
                            "zINSTREAM\0", connection.read(10 + 4 + size + 4).substring(0, 10));
            }
        }
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsAFailure(Kind kind) throws IOException {
        for (String garbage : List.of("", "\r\n\r\n", "\0", "garbage\r\n", "250 OK\r\n\r\n", "\u00ff\r\n\r\n\0")) {
            assertEquals(REFUSED, judged(kind, garbage, OnFailure.TEMPFAIL));
            String taken = judged(kind, garbage, OnFailure.ACCEPT);
            assertTrue(taken.startsWith(kind.name().toLowerCase(Locale.ROOT) + " unscanned "), taken);
            assertTrue(taken.chars().allMatch(c -> c >= ' ' && c < 0x7f), taken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndlessAnswerIsCutOff(Kind kind) throws IOException {
        String start = kind == Kind.RSPAMD ? "HTTP/1.1 200 OK\r\n\r\n" : "";
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
            kind.take(connection);
            connection.send(start);
            assertThrows(SocketException.class, () -> babble(connection));
        })) {
            String taken = Mails.judged(check(kind, peer.port(), OnFailure.ACCEPT, 30_000), Mails.HARMLESS);
            assertTrue(taken.contains("the answer is longer than"), taken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void silenceEndsWithTheDeadlineAndTheConnection(Kind kind) throws IOException {
        List<String> answers =
                kind == Kind.RSPAMD ? List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{") : List.of("{");
        for (String answer : answers) {
            CountDownLatch judged = new CountDownLatch(1);
            try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                kind.take(connection);
                connection.send(answer);
                await(judged);
                assertThrows(SocketException.class, () -> babble(connection));
            })) {
                String taken = Mails.judged(check(kind, peer.port(), OnFailure.ACCEPT, 1_500), Mails.HARMLESS);
                judged.countDown();
                assertTrue(taken.endsWith(" unscanned no finding within 1500 ms"), taken);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScannerThatTakesNothingBlocksNobody(Kind kind) throws IOException {
        CountDownLatch judged = new CountDownLatch(1);
        String large = Mails.HARMLESS.repeat(kind == Kind.SPAMD ? 50_000 : 5_000_000);
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
            connection.read(1);
            await(judged);
        })) {
            ScannedContent check = check(kind, peer.port(), OnFailure.TEMPFAIL, 1_500);
            assertEquals(REFUSED, Mails.judged(check, large));
            judged.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScannerThatIsAwayIsAFailure(Kind kind) throws IOException {
        int port = FreePort.onLoopback();
        assertEquals(REFUSED, Mails.judged(check(kind, port, OnFailure.TEMPFAIL, 30_000), Mails.HARMLESS));
        String taken = Mails.judged(check(kind, port, OnFailure.ACCEPT, 30_000), Mails.HARMLESS);
        assertTrue(taken.contains(" unscanned "), taken);
    }

    @Test
    void namesBreakOutOfNeitherReplyNorHeader() throws IOException {
        String name = "Evil\r\n250 OK\r\n\u00e9\t" + "x".repeat(1_000);
        String clean = ("Evil??250 OK????" + "x".repeat(1_000)).substring(0, ScannerText.MAX);
        assertEquals(
                "554 5.7.1 Message is infected: " + clean,
                judged(Kind.CLAMD, "stream: " + name + " FOUND\0", OnFailure.TEMPFAIL));
        assertEquals(
                "spamd clean 1.5 A??B",
                judged(Kind.SPAMD, "SPAMD/1.1 0 EX_OK\r\nSpam: False ; 1.5 / 5.0\r\n\r\nA\r\nB", OnFailure.TEMPFAIL));
        assertEquals(
                "rspamd spam 7.0 add header: HIGH A??Mail-Id: 1", judged(Kind.RSPAMD, http("""
                        {"symbols":{"A\\r\\nMail-Id: 1":{"score":1,"options":["x"]},"HIGH":{"score":6}},
                         "score":7,"action":"add header"}"""), OnFailure.TEMPFAIL));
    }

    @Test
    void answersOfRspamdThatMeanNothingAreFailures() throws IOException {
        for (String answer : List.of(
                "[]",
                "{}",
                "{\"action\":\"reject\"}",
                "{\"score\":1}",
                "{\"action\":\"reject\",\"score\":1e999}",
                "{\"action\":\"no action\",\"score\":\"1\"}",
                "{\"action\":\"no action\",\"score\":1",
                "[".repeat(100_000),
                "{\"x\":" + "[".repeat(100_000))) {
            assertEquals(REFUSED, judged(Kind.RSPAMD, http(answer), OnFailure.TEMPFAIL));
        }
        String error = http("{\"action\":\"no action\",\"score\":1}").replace("200 OK", "500 Oops");
        assertEquals("rspamd unscanned it answers with status 500", judged(Kind.RSPAMD, error, OnFailure.ACCEPT));
    }

    @Test
    void rspamdMayAskToTryLater() throws IOException {
        for (String action : List.of("greylist", "soft reject")) {
            assertEquals(
                    "451 4.7.1 Message is not taken yet, try again later",
                    judged(Kind.RSPAMD, http("{\"action\":\"" + action + "\",\"score\":4.5}"), OnFailure.TEMPFAIL));
        }
        assertEquals(
                "rspamd quarantined 4.5 quarantine",
                judged(Kind.RSPAMD, http("{\"action\":\"quarantine\",\"score\":4.5}"), OnFailure.TEMPFAIL));
    }

    @Test
    void spamdThatFailsSaysWhy() throws IOException {
        assertEquals(
                "spamd unscanned it says: SPAMD/1.0 76 Bad header line",
                judged(Kind.SPAMD, "SPAMD/1.0 76 Bad header line\r\n\r\n", OnFailure.ACCEPT));
        assertEquals(
                "spamd unscanned its answer holds no score",
                judged(Kind.SPAMD, "SPAMD/1.0 0 EX_OK\r\nSpam: True ; NaN / 5.0\r\n\r\n", OnFailure.ACCEPT));
    }

    private String judged(Kind kind, String answer, OnFailure failure) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
            kind.take(connection);
            connection.send(answer);
        })) {
            return Mails.judged(check(kind, peer.port(), failure, 30_000), Mails.HARMLESS);
        }
    }

    private ScannedContent check(Kind kind, int port, OnFailure failure, long millis) {
        return new ScannedContent(
                kind.at(port, workers),
                new ScanRules(Duration.ofMillis(millis), failure, OnFinding.REFUSE, OnFinding.REFUSE));
    }

    private static String http(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    /** Sends for as long as the connection takes it. */
    private static void babble(ScriptedPeer.Connection connection) throws IOException {
        while (true) {
            connection.send("babble ".repeat(1_000));
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("while another is waited for");
        }
    }
}
