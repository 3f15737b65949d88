package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.InboundAttachment;
import dev.postern.jca.outbound.Onward;
import dev.postern.mail.Address;
import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bean finds in a mail. */
class ReceivedMailTest {
    private static final String REPLY = """
            Subject: =?utf-8?q?Re:_Gr=C3=BC=C3=9Fe?=
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8

            New

            On 1 Jan 2026 Bob wrote:
            > old
            --a
            Content-Type: text/html

            <p>New</p>
            --a--
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="../x.pdf"
            Content-ID: <1@example.org>
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --b--
            """;

    private static ReceivedMail mail(String lines, String... recipients) {
        Envelope.Builder envelope = Envelope.of("id");
        for (String recipient : recipients) {
            envelope.recipient(Address.parse(recipient));
        }
        return new ReceivedMail(
                envelope.build(),
                Message.of(lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)),
                assertDoesNotThrow(() -> Onward.asSet(null)));
    }

    @Test
    void textsAndFiles() throws Exception {
        ReceivedMail mail = mail(REPLY);
        assertEquals("Re: Grüße", mail.subject());
        assertEquals("New\n\nOn 1 Jan 2026 Bob wrote:\n> old", mail.text());
        assertEquals("<p>New</p>", mail.html());
        assertEquals("New", mail.replyText());
        InboundAttachment file = mail.attachments().get(0);
        assertEquals("x.pdf (application/pdf)", file.toString());
        assertEquals("../x.pdf", file.rawName());
        assertEquals("attachment", file.disposition());
        assertEquals("1@example.org", file.contentId());
        assertEquals(12, file.encodedSize());
        try (InputStream in = file.open()) {
            assertEquals("%PDF-1.4\n", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aMailOfHtmlAloneHasNoText() throws Exception {
        ReceivedMail mail = mail("Content-Type: text/html\n\n<p>\n");
        assertNull(mail.text());
        assertNull(mail.replyText());
        assertEquals("<p>\n", mail.html());
        assertEquals(List.of(), mail.attachments());
        assertNull(mail.subject());
    }

    @ParameterizedTest
    @CsvSource({
        "'From: Bob <bob@example.org>, ann@example.org\nSender: cy@example.org\n', bob@example.org",
        "'Sender: cy@example.org\n',",
        "'From: Bob\n',",
        "'From: <<>>\n',",
        "'',",
    })
    void whoSaysThatHeWroteIt(String header, String address) throws Exception {
        Address from = mail(header + "\n").from();
        assertEquals(address, from == null ? null : from.toString());
    }

    @Test
    void jakartaMailSeesTheSame() throws Exception {
        ReceivedMail mail = mail(REPLY);
        MimeMessage parsed = mail.mimeMessage();
        assertSame(parsed, mail.mimeMessage());
        assertEquals(mail.subject(), parsed.getSubject());
        Multipart parts = (Multipart) parsed.getContent();
        BodyPart text = ((Multipart) parts.getBodyPart(0).getContent()).getBodyPart(0);
        assertEquals(mail.text(), String.valueOf(text.getContent()).replace("\r\n", "\n"));
        try (InputStream theirs = parts.getBodyPart(1).getInputStream();
                InputStream ours = mail.attachments().get(0).open()) {
            assertEquals(
                    new String(theirs.readAllBytes(), StandardCharsets.US_ASCII),
                    new String(ours.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatIsTooMuchIsSaid() {
        ReceivedMail mail = mail("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(3_000));
        String told =
                assertThrows(ContentLimitException.class, mail::attachments).getMessage();
        assertTrue(told.contains("more than 2000 parts"), told);
    }

    @ParameterizedTest
    @CsvSource({
        "support+42@example.org, 42",
        "support+a+b@example.org, a+b",
        "\"support+4\\\"2\"@example.org, '4\"2'",
        "support@example.org,",
        "support+@example.org,",
        "\"support+\"@example.org,",
    })
    void tags(String recipient, String tag) {
        ReceivedMail mail = mail("", "bob@example.org", recipient, "x+last@example.org");
        assertEquals(tag, mail.tag(Address.parse(recipient)));
        assertEquals(tag == null ? "last" : tag, mail.tag());
        assertNull(mail("", "bob@example.org").tag());
    }

    @Test
    void aMailThatComesAgainHasTheSameFingerprint() throws Exception {
        String first = mail("Message-ID: <1@example.org>\n\nHi\n").fingerprint();
        assertEquals(
                first,
                mail("Received: again\nMessage-ID: <1@example.org>\n\nHi\n").fingerprint());
        assertNotEquals(first, mail("Message-ID: <2@example.org>\n\nHi\n").fingerprint());
        assertNotEquals(first, mail("Message-ID: <1@example.org>\n\nHo\n").fingerprint());
        assertNull(mail("Subject: none\n\nHi\n").fingerprint());
    }
}
