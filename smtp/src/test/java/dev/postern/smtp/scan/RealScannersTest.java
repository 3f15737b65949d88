package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import dev.postern.testkit.Clamd;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rspamd;
import dev.postern.testkit.Spamd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scanners of Debian find what they shall, and are heard. */
@Timeout(120)
class RealScannersTest {
    private static final ScanRules TAG =
            new ScanRules(Duration.ofSeconds(30), OnFailure.ACCEPT, OnFinding.TAG, OnFinding.TAG);
    /** As in EICAR's test file, in two pieces lest a scanner finds it here. */
    private static final String HARMFUL = "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE";

    private final ScanWorkers workers = new ScanWorkers(2, 2);

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    @RequiresPeer("rspamd")
    void rspamdJudgesByItsAction() throws IOException {
        try (Rspamd rspamd = Rspamd.start()) {
            var scanner = new dev.postern.smtp.scan.Rspamd(rspamd.url(), workers);
            ScannedContent refusing = new ScannedContent(scanner, ScanRules.DEFAULT);
            assertEquals("rspamd clean 0.0 no action", Mails.judged(refusing, Mails.HARMLESS));
            assertEquals("554 5.7.1 Message looks like spam", Mails.judged(refusing, Mails.GTUBE));
            String marked = Mails.judged(refusing, 'Y' + Mails.GTUBE.substring(1));
            assertTrue(marked.matches("rspamd spam [0-9.]+ add header: GTUBE"), marked);
            String renamed = Mails.judged(refusing, 'Z' + Mails.GTUBE.substring(1));
            assertTrue(renamed.matches("rspamd spam [0-9.]+ rewrite subject: GTUBE"), renamed);
            assertEquals("rspamd spam 15.0 reject: GTUBE", Mails.judged(new ScannedContent(scanner, TAG), Mails.GTUBE));
            String log = rspamd.log();
            for (String told : List.of(
                    "qid: <01TEST>",
                    "ip: 192.0.2.7",
                    "user: susan",
                    "from: <susan@example.org>",
                    "rcpts: <bob@example.net,eve@example.net>")) {
                assertTrue(log.contains(told), () -> told + " is missing:\n" + log);
            }
        }
    }

    @Test
    @RequiresPeer("spamd")
    void spamdJudgesByItsThreshold() throws IOException {
        try (Spamd port = Spamd.onPort();
                Spamd socket = Spamd.onSocket()) {
            for (String address : List.of(port.address(), socket.address())) {
                var scanner = new dev.postern.smtp.scan.Spamd(ScannerAddress.parse(address), workers);
                ScannedContent refusing = new ScannedContent(scanner, ScanRules.DEFAULT);
                assertEquals("spamd clean 0.0", Mails.judged(refusing, Mails.HARMLESS));
                assertEquals("554 5.7.1 Message looks like spam", Mails.judged(refusing, Mails.GTUBE));
                assertEquals("spamd spam 1000.0 GTUBE", Mails.judged(new ScannedContent(scanner, TAG), Mails.GTUBE));
            }
        }
    }

    @Test
    @RequiresPeer("clamd")
    void clamdFindsItsSignature() throws IOException {
        try (Clamd clamd = Clamd.knowing("Test.Eicar", HARMFUL)) {
            for (String address : List.of(clamd.address(), clamd.socket())) {
                var scanner = new dev.postern.smtp.scan.Clamd(ScannerAddress.parse(address), workers);
                ScannedContent refusing = new ScannedContent(scanner, ScanRules.DEFAULT);
                assertEquals("clamd clean", Mails.judged(refusing, Mails.HARMLESS));
                assertEquals("clamd clean", Mails.judged(refusing, Mails.HARMLESS.repeat(10_000)));
                assertEquals("554 5.7.1 Message is infected: Test.Eicar.UNOFFICIAL", Mails.judged(refusing, HARMFUL));
                ScannedContent tagging = new ScannedContent(scanner, TAG);
                assertEquals("clamd infected Test.Eicar.UNOFFICIAL", Mails.judged(tagging, HARMFUL));
                String large = Mails.HARMLESS.repeat(100_000); // above what this clamd takes
                assertEquals("451 4.7.1 Message can't be scanned now, try again later", Mails.judged(refusing, large));
                assertTrue(Mails.judged(tagging, large).startsWith("clamd unscanned "));
            }
        }
    }
}
