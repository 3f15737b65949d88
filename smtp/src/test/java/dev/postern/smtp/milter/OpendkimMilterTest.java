package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.milter.MilterSettings.OnFailure;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Opendkim;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenDKIM, which is built on libmilter, signs and verifies by way of the listener. */
@RequiresPeer("opendkim")
@Timeout(120)
class OpendkimMilterTest {
    private static final String FORGED = "Authentication-Results: mx.example.net; dkim=pass header.d=evil.example\r\n";
    private static final String MAIL = """
            From: Susan <susan@example.org>\r
            To: bob@example.net\r
            Subject: a field\r
            \tthat is folded\r
            Date: Wed, 01 Jul 2026 10:00:00 +0000\r
            Message-ID: <1@example.org>\r
            \r
            Hello,  \r
            \r
            .. and bye\r
            """;

    @TempDir
    Path directory;

    @Test
    void aSignatureThatOneInsertsTheOtherVerifies() throws IOException {
        try (Opendkim.Key key = Opendkim.Key.generate("example.org");
                Opendkim signer = Opendkim.signing(key);
                Opendkim verifier = Opendkim.verifying(key, "mx.example.net")) {
            String signed = pass(signer.address(), MAIL);
            assertTrue(signed.startsWith("DKIM-Signature:"), signed + signer.log());
            String forged = FORGED + "Authentication-Results: other.example; none\r\n" + FORGED + FORGED + signed;
            String verified = pass(verifier.address(), forged);
            assertTrue(verified.contains("dkim=pass"), verified + verifier.log());
            assertFalse(verified.contains("evil.example"), verified);
            assertEquals(
                    List.of("mx.example.net", "other.example"),
                    verified.lines()
                            .filter(line -> line.startsWith("Authentication-Results:"))
                            .map(line -> line.replaceAll("Authentication-Results:\\s*([^;]*);?.*", "$1"))
                            .toList());
            assertTrue(verified.endsWith(signed), verified);
            assertTrue(pass(verifier.address(), signed.replace("bye", "buy")).contains("dkim=fail"));
        }
    }

    @Test
    void oneMilterSeesWhatTheOtherHasChanged() throws IOException {
        try (Opendkim.Key key = Opendkim.Key.generate("example.org");
                Opendkim signer = Opendkim.signing(key);
                Opendkim verifier = Opendkim.verifying(key, "mx.example.net")) {
            String both = pass(signer.address(), verifier.address(), MAIL);
            assertTrue(both.contains("dkim=pass"), both + verifier.log());
        }
    }

    /** What comes of this mail behind these milters. */
    private String pass(String... addressesAndMail) throws IOException {
        int last = addressesAndMail.length - 1;
        try (JudgedListener listener = new JudgedListener(
                        directory, OnFailure.TEMPFAIL, Duration.ofSeconds(20), Arrays.copyOf(addressesAndMail, last));
                Conversation client = listener.greeted()) {
            String stuffed = addressesAndMail[last].replace("\r\n.", "\r\n..");
            client.sendMail("susan@example.org", "bob@example.net", stuffed).expect("250");
            client.say(
                    "MAIL FROM:<susan@example.org> BODY=8BITMIME SIZE=1000",
                    "250"); // the connection serves more than one
            client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER", "250");
            client.say("DATA", "354");
            client.send(stuffed + ".\r\n").expect("250");
            assertEquals(2, listener.contents().size());
            return listener.contents().get(0);
        }
    }
}
