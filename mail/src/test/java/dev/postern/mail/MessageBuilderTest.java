package dev.postern.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.BinaryBody;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.field.UnstructuredField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBuilderTest {
    private static final Instant DATE = Instant.parse("2026-11-24T10:00:00Z");

    private static MessageBuilder builder() {
        return new MessageBuilder("01KAB", DATE).from("Ann <ann@example.org>");
    }

    private static String text(MessageBuilder builder) throws IOException {
        return new String(builder.build().toByteArray(), StandardCharsets.US_ASCII);
    }

    private static org.apache.james.mime4j.dom.Message parsed(MessageBuilder builder) throws IOException {
        return new DefaultMessageBuilder().parseMessage(builder.build().open());
    }

    private static String words(Entity entity) throws IOException {
        return new String(((TextBody) entity.getBody()).getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    @Rfc({"5322#3.6", "5322#3.3", "5322#3.6.1", "5322#3.6.4", "2045#4"})
    void writesDateAuthorAndMessageId() throws IOException {
        String message = text(builder().to("bob@example.net").subject("Hi").text("Hello"));
        assertTrue(message.contains("Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n"), message);
        assertTrue(message.contains("From: Ann <ann@example.org>\r\n"), message);
        assertTrue(message.contains("Message-ID: <01KAB@example.org>\r\n"), message);
        assertTrue(message.contains("MIME-Version: 1.0\r\n"), message);
    }

    @Test
    @Rfc("5322#3.6.2b")
    void oneOfSeveralAuthorsIsTheSender() throws IOException {
        assertFalse(text(builder()).contains("Sender: "));
        assertTrue(text(builder().from("Ben <ben@example.org>")).contains("\r\nSender: Ann <ann@example.org>\r\n"));
        String named = text(builder().from("ben@example.org").header("Sender", "office@example.org"));
        assertTrue(named.contains("\r\nSender: office@example.org\r\n"), named);
        assertFalse(named.contains("Sender: Ann"), named);
    }

    @Test
    void theSamePartsMakeTheSameOctets() throws IOException {
        Attachment file = new Attachment("a.bin", "application/octet-stream", new byte[] {1, 2, 3});
        assertEquals(
                text(builder().text("a").html("<b>b</b>").attach(file)),
                text(builder().text("a").html("<b>b</b>").attach(file)));
    }

    @Test
    @Rfc("5322#3.6.3")
    void bccIsARecipientButNotInTheMessage() throws IOException {
        MessageBuilder builder =
                builder().to("bob@example.net").cc("cy@example.net").bcc("Dee <dee@example.net>");
        assertFalse(text(builder).contains("dee@"));
        assertEquals(
                List.of("bob@example.net", "cy@example.net", "dee@example.net"),
                builder.recipients().stream().map(Address::toString).toList());
    }

    @Test
    @Rfc({"2045#6.7", "2045#6.8", "2046#4.1.1", "2046#5.1.3", "2046#5.1.4", "2183#2"})
    void textHtmlAndFilesComeBackFromAParser() throws IOException {
        byte[] content = new byte[70_000];
        new java.util.Random(1).nextBytes(content);
        var message = parsed(builder()
                .subject("Grüße aus Köln")
                .text("Hällo\nWelt\n.\n")
                .html("<p>Hällo</p>")
                .attach(new Attachment("Übersicht \"1\".pdf", "application/pdf", content)));
        assertEquals("Grüße aus Köln", message.getSubject());
        Multipart mixed = (Multipart) message.getBody();
        assertEquals("mixed", mixed.getSubType());
        assertEquals("alternative", ((Multipart) mixed.getBodyParts().get(0).getBody()).getSubType());
        Multipart alternative = (Multipart) mixed.getBodyParts().get(0).getBody();
        assertEquals("Hällo\r\nWelt\r\n.\r\n", words(alternative.getBodyParts().get(0)));
        assertEquals("<p>Hällo</p>", words(alternative.getBodyParts().get(1)));
        Entity file = mixed.getBodyParts().get(1);
        assertEquals("application/pdf", file.getMimeType());
        assertEquals("attachment", file.getDispositionType());
        assertArrayEquals(
                content, ((BinaryBody) file.getBody()).getInputStream().readAllBytes());
    }

    @Test
    @Rfc("2231#4")
    void theNameOfAFileMayHoldAnyLetter() throws IOException {
        byte[] content = {1};
        assertTrue(text(builder().attach(new Attachment("Über \"1\"*.pdf", "application/pdf", content)))
                .contains("filename*=UTF-8''%C3%9Cber%20%221%22%2A.pdf\r\n"));
        assertTrue(text(builder().attach(new Attachment("a \"1\".pdf", "application/pdf", content)))
                .contains("filename=\"a \\\"1\\\".pdf\"\r\n"));
    }

    @Test
    @Rfc("5322#2.1.1")
    void noLineIsLongerThan998AndAllIsAscii() throws IOException {
        byte[] octets = builder()
                .subject("word ".repeat(1_000))
                .to("Ünal <u@example.net>, ".repeat(200) + "v@example.net")
                .text("long".repeat(10_000) + "\u2028é")
                .header("X-Long", "é".repeat(800))
                .build()
                .toByteArray();
        int length = 0;
        for (byte octet : octets) {
            assertTrue(octet > 0, "an octet outside of US-ASCII");
            length = octet == '\n' ? 0 : length + 1;
            assertTrue(length <= 999, "a line longer than 998");
        }
    }

    @Test
    @Rfc("2047#2")
    void noEncodedWordIsLongerThan75() throws IOException {
        String message =
                text(builder().subject("\u00fc ".repeat(300).strip()).header("X-Free", "\uD83D\uDCEC".repeat(200)));
        var words = Pattern.compile("=\\?[^? ]+\\?[BQ]\\?[^? ]*\\?=").matcher(message);
        int found = 0;
        while (words.find()) {
            found++;
            assertTrue(words.group().length() <= 75, words.group());
        }
        assertTrue(found > 10, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 70, 76, 77, 78, 200, 880})
    @Rfc({"5322#2.2.3", "2047#5"})
    void aFieldOfAnyLengthComesBackFromAParser(int length) throws IOException {
        for (String letter : List.of("x", "é", "x é ", "é x", "\uD83D\uDCEC")) {
            String value = letter.repeat(length / letter.length() + 1).strip();
            var header =
                    parsed(builder().header("X-Free", value).subject(value)).getHeader();
            assertEquals(
                    value,
                    DecoderUtil.decodeEncodedWords(
                            header.getField("X-Free").getBody().strip(), UTF_8));
            assertEquals(
                    value,
                    ((UnstructuredField) header.getField("Subject")).getValue().strip());
            assertEquals(8, header.getFields().size(), header.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 48, 49, 76})
    void aFieldOfALongNameComesBackFromAParser(int length) throws IOException {
        String name = "X".repeat(length);
        String value = "é".repeat(80);
        String body =
                parsed(builder().header(name, value)).getHeader().getField(name).getBody();
        assertEquals(value, DecoderUtil.decodeEncodedWords(body.strip(), UTF_8));
    }

    @ParameterizedTest
    @Rfc({"5322#2.2", "5322#3.6.8"})
    @ValueSource(strings = {"a\r\nBcc: x@example.net", "a\nb", "a\rb", "a\0b"})
    void nothingBreaksOutOfAHeaderField(String hostile) {
        assertThrows(InvalidMailException.class, () -> builder().subject(hostile));
        assertThrows(InvalidMailException.class, () -> builder().to(hostile));
        assertThrows(InvalidMailException.class, () -> builder().header("X-A", hostile));
        assertThrows(InvalidMailException.class, () -> builder().header("X" + hostile, "a"));
        assertThrows(
                InvalidMailException.class, () -> builder().attach(new Attachment(hostile, "text/plain", new byte[0])));
        assertThrows(
                InvalidMailException.class,
                () -> builder().attach(new Attachment("a", "text/" + hostile, new byte[0])));
    }

    @ParameterizedTest
    @Rfc("5322#3.6")
    @ValueSource(strings = {"Bcc", "Content-Type", "received", "Return-Path", "From", "Date"})
    void fieldsOfTransportAndStructureAreNotFree(String name) {
        InvalidMailException failure =
                assertThrows(InvalidMailException.class, () -> builder().header(name, "x"));
        assertTrue(failure.getMessage().contains(name));
    }

    @Test
    void aMailWithoutAnAuthorIsRefused() {
        assertEquals(
                "from is missing",
                assertThrows(InvalidMailException.class, () -> new MessageBuilder("1", DATE).build())
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "a@b@c", "<a@example.org", "a@example.org, ,b@"})
    void aWrongAddressIsNamed(String wrong) {
        assertTrue(assertThrows(
                        InvalidMailException.class, () -> builder().cc(wrong).recipients())
                .getMessage()
                .startsWith("cc "));
    }
}
