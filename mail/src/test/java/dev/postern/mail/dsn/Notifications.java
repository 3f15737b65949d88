package dev.postern.mail.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;

/** Mails that something came of, and notifications as Angus Mail reads them. */
final class Notifications {
    static final Instant ARRIVAL = Instant.parse("2026-11-26T08:30:00Z");
    static final Instant NOW = Instant.parse("2026-11-26T12:00:05Z");
    static final Address ALICE = Address.parse("alice@example.org");
    static final Address BOB = Address.parse("bob@example.net");
    static final Address CAROL = Address.parse("carol@example.net");
    static final DsnSettings SETTINGS = DsnSettings.of(Domain.parse("mx.example.com"));
    static final String MAIL = "From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: Lunch\r\n"
            + "Date: Thu, 26 Nov 2026 08:29:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nAt noon?\r\n";

    private Notifications() {}

    static Envelope.Builder envelope(Address... recipients) {
        return Envelope.of("M1").reversePath(ALICE).recipients(List.of(recipients));
    }

    static DsnRequest full() {
        return new DsnRequest(DsnRequest.Ret.FULL, null, Map.of());
    }

    static RecipientReport failed(Address recipient, String diagnostic) {
        return new RecipientReport(
                recipient, Action.FAILED, "5.1.1", diagnostic, "mx.example.net", NOW.minusSeconds(5), null, null);
    }

    static RecipientReport report(Address recipient, Action action) {
        boolean success = action != Action.FAILED && action != Action.DELAYED;
        return new RecipientReport(
                recipient,
                action,
                success ? "2.0.0" : action == Action.FAILED ? "5.1.1" : "4.4.1",
                success
                        ? null
                        : action == Action.FAILED ? "550 5.1.1 No such user" : "can't connect to mx.example.net:25",
                action == Action.DELAYED ? null : "mx.example.net",
                NOW.minusSeconds(5),
                NOW.plusSeconds(86_400),
                "Q17");
    }

    static Message message(String text) {
        return Message.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static List<Dsn> all(DsnSettings settings, Envelope envelope, String mail, RecipientReport... recipients) {
        Iterator<String> ids = Stream.iterate(1, n -> n + 1).map(n -> "DSN" + n).iterator();
        try {
            return new DsnBuilder(settings, Classifier.standard())
                    .build(
                            new DeliveryReport(
                                    envelope, mail == null ? null : message(mail), ARRIVAL, List.of(recipients)),
                            NOW,
                            ids::next);
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    /** The only notification. */
    static Dsn one(Envelope envelope, String mail, RecipientReport... recipients) {
        List<Dsn> all = all(SETTINGS, envelope, mail, recipients);
        assertEquals(1, all.size());
        return all.get(0);
    }

    static String raw(Dsn dsn) {
        try {
            byte[] octets = dsn.message().toByteArray();
            assertEquals(dsn.message().size(), octets.length);
            return new String(octets, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    static MimeMessage parsed(Dsn dsn) {
        try {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(raw(dsn).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    static MultipartReport report(Dsn dsn) {
        try {
            return (MultipartReport) parsed(dsn).getContent();
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    static DeliveryStatus status(Dsn dsn) {
        try {
            return (DeliveryStatus) report(dsn).getReport();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** What people read. */
    static String text(Dsn dsn) {
        try {
            return report(dsn).getText();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether every server takes it that takes what the envelope declares. */
    static void assertCanBeSent(Dsn dsn) {
        String raw = raw(dsn);
        assertTrue(raw.endsWith("\r\n"));
        for (String line : raw.split("\r\n", -1)) {
            assertTrue(line.length() <= 998, () -> "a line of " + line.length());
            assertFalse(line.contains("\r") || line.contains("\n") || line.contains("\0"), line);
        }
        if (dsn.envelope().body() == Envelope.Body.SEVEN_BIT) {
            assertTrue(raw.chars().allMatch(c -> c < 0x80), "octets that are not US-ASCII");
        }
    }
}
