package dev.postern.mail.dsn;

import static dev.postern.mail.dsn.Notifications.ALICE;
import static dev.postern.mail.dsn.Notifications.BOB;
import static dev.postern.mail.dsn.Notifications.MAIL;
import static dev.postern.mail.dsn.Notifications.SETTINGS;
import static dev.postern.mail.dsn.Notifications.all;
import static dev.postern.mail.dsn.Notifications.assertCanBeSent;
import static dev.postern.mail.dsn.Notifications.envelope;
import static dev.postern.mail.dsn.Notifications.full;
import static dev.postern.mail.dsn.Notifications.one;
import static dev.postern.mail.dsn.Notifications.parsed;
import static dev.postern.mail.dsn.Notifications.raw;
import static dev.postern.mail.dsn.Notifications.report;
import static dev.postern.mail.dsn.Notifications.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Demands;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.Envelope.Body;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a mail comes back, and in what form. */
class ReturnedContentTest {
    private static BodyPart part(Dsn dsn) throws MessagingException {
        assertCanBeSent(dsn);
        return report(dsn).getBodyPart(2);
    }

    /** The last part as it is before its encoding. */
    private static String content(Dsn dsn) throws MessagingException, IOException {
        return new String(
                MimeUtility.decode(((MimeBodyPart) part(dsn)).getRawInputStream(), encoding(dsn))
                        .readAllBytes(),
                StandardCharsets.ISO_8859_1);
    }

    private static String encoding(Dsn dsn) throws MessagingException {
        return part(dsn).getHeader("Content-Transfer-Encoding")[0];
    }

    private static String header(String mail) {
        return mail.substring(0, mail.indexOf("\r\n\r\n") + 2);
    }

    @Test
    @Rfc("3461#6.2")
    void allOfItComesBackToWhoAskedForThat() throws MessagingException, IOException {
        Dsn dsn = one(envelope(BOB).dsn(full()).build(), MAIL, report(BOB, Action.FAILED));
        assertTrue(part(dsn).isMimeType("message/rfc822"));
        assertEquals("7bit", encoding(dsn));
        assertEquals(MAIL, content(dsn));
        assertTrue(text(dsn).contains("A report for mail programs is attached, and your mail."));
        assertEquals("At noon?\r\n", report(dsn).getReturnedMessage().getContent());
    }

    @ParameterizedTest
    @Rfc({"3461#6.2", "6522#4"})
    @ValueSource(strings = {"HDRS", ""})
    void theHeaderComesBackToAllOthers(String ret) throws MessagingException, IOException {
        DsnRequest request = DsnParameters.request(ret.isEmpty() ? null : ret, null);
        Dsn dsn = one(envelope(BOB).dsn(request).build(), MAIL, report(BOB, Action.FAILED));
        assertTrue(part(dsn).isMimeType("text/rfc822-headers"));
        assertEquals(header(MAIL), content(dsn));
    }

    @ParameterizedTest
    @Rfc("3461#6.2")
    @EnumSource(names = "FAILED", mode = EnumSource.Mode.EXCLUDE)
    void whatDidNotFailDoesNotComeBack(Action action) throws MessagingException, IOException {
        DsnRequest request = full().withRecipients(Map.of(BOB, DsnParameters.recipient("SUCCESS,FAILURE,DELAY", null)));
        Dsn dsn = one(envelope(BOB).dsn(request).build(), MAIL, report(BOB, action));
        assertTrue(part(dsn).isMimeType("text/rfc822-headers"));
        assertEquals(header(MAIL), content(dsn));
    }

    @Test
    @Rfc("3461#6.2")
    void ofALargerMailOnlyTheHeaderComesBack() throws MessagingException {
        DsnSettings settings = new DsnSettings(SETTINGS.reportingMta(), SETTINGS.from(), true, MAIL.length());
        Envelope envelope = envelope(BOB).dsn(full()).build();
        assertTrue(
                part(all(settings, envelope, MAIL, report(BOB, Action.FAILED)).get(0))
                        .isMimeType("message/rfc822"));
        assertTrue(part(all(settings, envelope, MAIL + "x", report(BOB, Action.FAILED))
                        .get(0))
                .isMimeType("text/rfc822-headers"));
    }

    @Test
    @Rfc("8689#5b")
    void aMailThatRequiresTlsDoesNotComeBackAndItsNotificationRequiresTlsToo() throws MessagingException {
        Envelope envelope = envelope(BOB)
                .dsn(full())
                .demands(Demands.NONE.withRequireTls(true))
                .build();
        Dsn dsn = one(envelope, MAIL, report(BOB, Action.FAILED));
        assertTrue(part(dsn).isMimeType("text/rfc822-headers"));
        assertTrue(dsn.envelope().demands().requireTls());
        assertFalse(one(envelope(BOB).build(), MAIL, report(BOB, Action.FAILED))
                .envelope()
                .demands()
                .requireTls());
    }

    @Test
    @Rfc({"2046#5.2.1", "6522#3b"})
    void eightBitContentComesBackAsSuchWhereItWasDeclaredSo() throws MessagingException, IOException {
        String mail = MAIL + "caf\u00e9\r\n";
        Dsn declared =
                one(envelope(BOB).dsn(full()).body(Body.EIGHT_BIT_MIME).build(), mail, report(BOB, Action.FAILED));
        assertTrue(part(declared).isMimeType("message/rfc822"));
        assertEquals("8bit", encoding(declared));
        assertEquals("8bit", parsed(declared).getHeader("Content-Transfer-Encoding", null));
        assertEquals(mail, content(declared));
        assertEquals(Body.EIGHT_BIT_MIME, declared.envelope().body());

        Dsn undeclared = one(envelope(BOB).dsn(full()).build(), mail, report(BOB, Action.FAILED));
        assertTrue(part(undeclared).isMimeType("text/rfc822-headers"));
        assertEquals(Body.SEVEN_BIT, undeclared.envelope().body());
    }

    @ParameterizedTest
    @Rfc({"2046#5.2.1", "6522#3b"})
    @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\0b\r\n", "a\r", "binary"})
    void contentThatIsNotOfLinesDoesNotComeBack(String body) throws MessagingException, IOException {
        String mail = MAIL + body;
        Envelope envelope = envelope(BOB)
                .dsn(full())
                .body(body.equals("binary") ? Body.BINARY_MIME : Body.EIGHT_BIT_MIME)
                .build();
        Dsn dsn = one(envelope, mail, report(BOB, Action.FAILED));
        assertTrue(part(dsn).isMimeType("text/rfc822-headers"));
        assertEquals(header(MAIL), content(dsn));
        assertEquals(Body.SEVEN_BIT, dsn.envelope().body());
    }

    @Test
    void aLineThatIsTooLongDoesNotComeBack() throws MessagingException {
        Envelope envelope = envelope(BOB).dsn(full()).build();
        assertTrue(part(one(envelope, MAIL + "x".repeat(998) + "\r\n", report(BOB, Action.FAILED)))
                .isMimeType("message/rfc822"));
        assertTrue(part(one(envelope, MAIL + "x".repeat(999) + "\r\n", report(BOB, Action.FAILED)))
                .isMimeType("text/rfc822-headers"));
    }

    @Test
    @Rfc("6522#4")
    void aHeaderThatNeedsItIsEncoded() throws MessagingException, IOException {
        String eightBit = "Subject: caf\u00e9\r\nX-Long: " + "x".repeat(2_000) + "\r\nX-Nul: a\0b\r\n\r\nbody";
        Dsn dsn = one(envelope(BOB).build(), eightBit, report(BOB, Action.FAILED));
        assertEquals("quoted-printable", encoding(dsn));
        assertEquals(header(eightBit), content(dsn));
        String stray = "Subject: a\rb\r\nX-Bare: c\n d\r\n\r\nbody";
        Dsn bare = one(envelope(BOB).build(), stray, report(BOB, Action.FAILED));
        assertEquals("base64", encoding(bare));
        assertEquals(header(stray), content(bare));
    }

    @Test
    @Rfc("6522#4")
    void aHeaderWithoutEndIsCutBetweenFields() throws MessagingException, IOException {
        String small = "Subject: first\r\n";
        String large = "X-Large: " + "x ".repeat(20_000) + "\r\n";
        String late = "X-Late: here\r\n";
        Dsn dsn = one(envelope(BOB).build(), small + large + late + "\r\nbody", report(BOB, Action.FAILED));
        assertEquals(small + late, content(dsn));

        String many = ("X-Many: " + "y".repeat(500) + "\r\n").repeat(10_000);
        String kept = content(one(envelope(BOB).build(), small + many + "\r\nbody", report(BOB, Action.FAILED)));
        assertTrue(kept.length() <= 64 * 1024 && kept.length() > 63 * 1024, "kept " + kept.length());
        assertTrue((small + many).startsWith(kept) && kept.endsWith("y\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\nbody", "no header at all", "Subject", "\n\n"})
    void aMailWithoutAHeaderIsReportedToo(String mail) {
        assertCanBeSent(one(envelope(BOB).dsn(full()).build(), mail, report(BOB, Action.FAILED)));
        assertCanBeSent(one(envelope(BOB).build(), mail, report(BOB, Action.FAILED)));
    }

    @Test
    void theMailIsReadWhenItsTurnComesAndStaysOpen() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        byte[] octets = (MAIL + "0123456789abcdef\r\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII);
        Message lazy = new Message() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public InputStream open() {
                opened.incrementAndGet();
                return new ByteArrayInputStream(octets);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        DeliveryReport report =
                new DeliveryReport(envelope(BOB).dsn(full()).build(), lazy, null, List.of(report(BOB, Action.FAILED)));
        Dsn dsn = new DsnBuilder(SETTINGS, Classifier.standard())
                .build(report, Notifications.NOW, () -> "ID")
                .get(0);
        int before = opened.get();
        assertFalse(dsn.message().isInMemory());
        assertTrue(dsn.message().size() > octets.length);
        assertEquals(before, opened.get());
        String all = raw(dsn);
        assertTrue(all.contains(new String(octets, StandardCharsets.US_ASCII)));
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        try (InputStream in = dsn.message().open()) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                single.write(octet);
            }
        }
        assertEquals(all, single.toString(StandardCharsets.ISO_8859_1));
        dsn.message().close();
        assertEquals(0, closed.get());
        assertTrue(one(envelope(BOB).dsn(full()).build(), MAIL, report(BOB, Action.FAILED))
                .message()
                .isInMemory());
        assertEquals(ALICE, dsn.envelope().recipients().get(0));
    }
}
