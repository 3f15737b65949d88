package dev.postern.mail.dsn;

import static dev.postern.mail.dsn.Notifications.ALICE;
import static dev.postern.mail.dsn.Notifications.BOB;
import static dev.postern.mail.dsn.Notifications.MAIL;
import static dev.postern.mail.dsn.Notifications.assertCanBeSent;
import static dev.postern.mail.dsn.Notifications.full;
import static dev.postern.mail.dsn.Notifications.one;
import static dev.postern.mail.dsn.Notifications.raw;
import static dev.postern.mail.dsn.Notifications.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notifications of mail that is not US-ASCII (RFC 6533), as Apache Mime4j reads them. */
class GlobalDsnTest {
    private static final Address JOSE = Address.parse("jos\u00e9@example.net");
    private static final String UTF8_MAIL =
            latin1("Subject: caf\u00e9\r\nMessage-ID: <1@example.org>\r\n\r\nna\u00efve\r\n");

    /** A part of a notification: its type, and what it holds once decoded, as UTF-8. */
    record Part(String type, String encoding, String content) {}

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Envelope.Builder envelope(Address recipient) {
        return Envelope.of("M1").reversePath(ALICE).recipient(recipient).smtpUtf8(true);
    }

    private static List<Part> parts(Dsn dsn) throws IOException {
        assertCanBeSent(dsn);
        Message mail = new DefaultMessageBuilder()
                .parseMessage(new ByteArrayInputStream(raw(dsn).getBytes(StandardCharsets.ISO_8859_1)));
        List<Part> parts = new ArrayList<>();
        for (Entity part : ((Multipart) mail.getBody()).getBodyParts()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (part.getBody() instanceof SingleBody body) { // not a mail, which has parts of its own
                body.writeTo(content);
            }
            parts.add(new Part(
                    part.getMimeType(), part.getContentTransferEncoding(), content.toString(StandardCharsets.UTF_8)));
        }
        return parts;
    }

    private static DsnRequest original(Address recipient, String original) {
        return DsnRequest.NONE.withRecipients(Map.of(recipient, new DsnRequest.Recipient(Set.of(), original)));
    }

    @Test
    @Rfc({"6533#4.1", "6533#4.5"})
    void addressesThatAreNotAsciiStandInFieldsOfUtf8() throws IOException {
        List<Part> parts = parts(one(envelope(JOSE).build(), MAIL, report(JOSE, Action.FAILED)));
        assertEquals("message/global-delivery-status", parts.get(1).type());
        assertEquals("quoted-printable", parts.get(1).encoding());
        assertTrue(parts.get(1).content().contains("Final-Recipient: utf-8; jos\u00e9@example.net\r\n"));
        assertTrue(parts.get(0).content().contains("<jos\u00e9@example.net>"));
        assertEquals("text/rfc822-headers", parts.get(2).type());
    }

    @Test
    @Rfc("6533#4.4")
    void whatIsAsciiKeepsItsTraditionalTypes() throws IOException {
        List<Part> parts = parts(one(envelope(BOB).dsn(full()).build(), MAIL, report(BOB, Action.FAILED)));
        assertEquals(
                List.of("text/plain", "message/delivery-status", "message/rfc822"),
                parts.stream().map(Part::type).toList());
    }

    @Test
    @Rfc({"6533#4.3", "6533#4.5"})
    void aHeaderOfUtf8ComesBackAsSuch() throws IOException {
        List<Part> parts = parts(one(envelope(BOB).build(), UTF8_MAIL, report(BOB, Action.FAILED)));
        assertEquals("message/global-headers", parts.get(2).type());
        assertEquals("quoted-printable", parts.get(2).encoding());
        assertEquals(
                "Subject: caf\u00e9\r\nMessage-ID: <1@example.org>\r\n",
                parts.get(2).content());
        assertTrue(
                parts.get(0).content().contains("Subject: caf\u00e9\r\n"),
                parts.get(0).content());
    }

    @Test
    @Rfc({"6533#4.2", "6533#4.5"})
    void aMailWithAHeaderOfUtf8ComesBackWholeInBase64() throws IOException {
        Dsn dsn = one(envelope(BOB).dsn(full()).build(), UTF8_MAIL, report(BOB, Action.FAILED));
        List<Part> parts = parts(dsn);
        assertEquals("message/global", parts.get(2).type());
        assertEquals("base64", parts.get(2).encoding());
        assertEquals(UTF8_MAIL, latin1(parts.get(2).content()));
        assertEquals(Envelope.Body.SEVEN_BIT, dsn.envelope().body());
        assertFalse(dsn.envelope().smtpUtf8());
    }

    @Test
    void whatWasNotDeclaredSmtpUtf8IsNotOfTheseTypes() throws IOException {
        Envelope envelope =
                Envelope.of("M1").reversePath(ALICE).recipient(BOB).dsn(full()).build();
        List<Part> parts = parts(one(envelope, UTF8_MAIL, report(BOB, Action.FAILED)));
        assertEquals("message/delivery-status", parts.get(1).type());
        assertEquals("text/rfc822-headers", parts.get(2).type());
        String latin = "Subject: caf\u00e9\r\n\r\n";
        List<Part> broken = parts(one(envelope(BOB).dsn(full()).build(), latin, report(BOB, Action.FAILED)));
        assertEquals("text/rfc822-headers", broken.get(2).type());
    }

    @Test
    void aSenderWhoIsNotAsciiIsReachedBySmtpUtf8() {
        Address zoe = Address.parse("zo\u00eb@example.org");
        Dsn dsn = one(envelope(BOB).reversePath(zoe).build(), MAIL, report(BOB, Action.FAILED));
        assertTrue(dsn.envelope().smtpUtf8());
        assertEquals(Envelope.Body.EIGHT_BIT_MIME, dsn.envelope().body());
        assertTrue(raw(dsn).contains(latin1("To: <zo\u00eb@example.org>\r\n")));
    }

    @ParameterizedTest
    @Rfc({"6533#3", "6533#4.1", "3464#2.3"})
    @CsvSource(
            delimiter = '|',
            value = {
                // the sender's word                | in UTF-8                            | in US-ASCII
                "rfc822;Bob@Example.NET             | rfc822; Bob@Example.NET             | rfc822; Bob@Example.NET",
                "utf-8;jos\u00e9@example.net        | utf-8; jos\u00e9@example.net        | utf-8; jos\\x{E9}@example.net",
                "utf-8;jos\\x{E9}@example.net       | utf-8; jos\u00e9@example.net        | utf-8; jos\\x{E9}@example.net",
                "UTF-8;a\\x{2B}b\\x{20}c@example.net | UTF-8; a+b c@example.net           | UTF-8; a\\x{2B}b\\x{20}c@example.net",
                "utf-8;jos\\x{D800}\\x{zz}\\x{@x    | utf-8; jos\\x{D800}\\x{zz}\\x{@x    | utf-8; jos\\x{5C}x{D800}\\x{5C}x{zz}\\x{5C}x{@x",
                "x400;/c=us/a= /p=x                 | x400; /c=us/a= /p=x                 | x400; /c=us/a= /p=x",
                "rfc822;jos\u00e9@example.net       | rfc822; jos+C3+A9@example.net       | rfc822; jos+C3+A9@example.net",
                "no type                            | unknown; no type                    | unknown; no type",
                "bad type;x                         | unknown; bad type;x                 | unknown; bad type;x"
            })
    void originalRecipientsAreNamedAsTheSenderDid(String original, String utf8, String ascii) throws IOException {
        // the diagnostic makes the fields UTF-8 in any case
        RecipientReport report = Notifications.failed(BOB, "550 No\u00ebl");
        List<Part> global = parts(one(envelope(BOB).dsn(original(BOB, original)).build(), MAIL, report));
        assertEquals("message/global-delivery-status", global.get(1).type());
        assertTrue(
                global.get(1).content().contains("\r\nOriginal-Recipient: " + utf8 + "\r\n"),
                global.get(1).content());
        Envelope sevenBit = Envelope.of("M1")
                .reversePath(ALICE)
                .recipient(BOB)
                .dsn(original(BOB, original))
                .build();
        List<Part> traditional = parts(one(sevenBit, MAIL, report));
        assertEquals("message/delivery-status", traditional.get(1).type());
        assertTrue(
                traditional.get(1).content().contains("\r\nOriginal-Recipient: " + ascii + "\r\n"),
                traditional.get(1).content());
        assertTrue(traditional.get(1).content().contains("Diagnostic-Code: smtp; 550 No\\x{EB}l\r\n"));
    }
}
