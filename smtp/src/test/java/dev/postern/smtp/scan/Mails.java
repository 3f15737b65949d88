package dev.postern.smtp.scan;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Mails to scan, and what a check says of them, as a text. */
final class Mails {
    /** SpamAssassin's test pattern, which Rspamd knows too, in two pieces lest a scanner finds it here. */
    static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-" + "ANTI-UBE-TEST-EMAIL*C.34X";

    static final String HARMLESS = "Hello, Bob";

    private Mails() {}

    static Envelope envelope() {
        return Envelope.of("01TEST")
                .client(new Client(new InetSocketAddress("192.0.2.7", 12_345), "client.example", true, null, "susan"))
                .reversePath(Address.parse("susan@example.org"))
                .recipient(Address.parse("bob@example.net"))
                .recipient(Address.parse("eve@example.net"))
                .build();
    }

    static Message message(String body) {
        String content =
                "From: susan@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: test\r\n\r\n" + body + "\r\n";
        return Message.of(content.getBytes(StandardCharsets.US_ASCII));
    }

    /** The reply that refuses, or what is on the envelope of the mail that is taken. */
    static String judged(Check check, String body) {
        return judged(check, message(body));
    }

    static String judged(Check check, Message message) {
        Verdict verdict = check.content(envelope(), message)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        if (verdict instanceof Verdict.Refused refused) {
            return refused.reply().toString();
        }
        return ((Verdict.Accepted) verdict)
                .scans().stream().map(ScanResult::toString).reduce("", String::concat);
    }
}
