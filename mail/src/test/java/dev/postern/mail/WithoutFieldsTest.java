package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithoutFieldsTest {
    private static Message message(String text) {
        return Message.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Message message) throws IOException {
        return new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @Rfc({"5322#3.6.3", "5322#2.2.3b"})
    @CsvSource({
        "'Bcc: a@b\r\nTo: c@d\r\n\r\nBcc: body\r\n', 'To: c@d\r\n\r\nBcc: body\r\n'",
        "'To: c@d\r\nbCC : a@b,\r\n e@f\r\n\tg@h\r\nX: y\r\n\r\nbody', 'To: c@d\r\nX: y\r\n\r\nbody'",
        "'To: c@d\r\nResent-Bcc: a@b\r\nBcc:\r\n\r\n', 'To: c@d\r\n\r\n'",
        "'Bcc: a@b\r\nBcc: c@d', ''",
        "'Bcc                                                                                      : a@b\r\n\r\n', '\r\n'",
        "'Bcc: a@b\n\nbody', '\nbody'"
    })
    void cutsBlindCopiesOutOfTheHeaderOnly(String before, String after) throws IOException {
        Message blind = WithoutFields.blind(message(before));
        assertEquals(after, text(blind));
        assertEquals(after.length(), blind.size());
        try (InputStream in = blind.open()) {
            StringBuilder one = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                one.append((char) octet);
            }
            assertEquals(after, one.toString());
        }
    }

    @Test
    void whoSkipsComesToTheSamePlace() throws IOException {
        Message blind = WithoutFields.blind(message("To: c@d\r\nBcc: a@b\r\nX: y\r\nBcc: e@f\r\n\r\nbody"));
        String after = text(blind);
        for (int from = 0; from <= after.length(); from++) {
            try (InputStream in = blind.open()) {
                in.skipNBytes(from);
                assertEquals(after.substring(from), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                assertEquals(0, in.skip(1));
            }
        }
    }

    @Test
    void aMessageWithoutThemStaysTheSame() throws IOException {
        Message message = message("To: c@d\r\nX-Bcc: a@b\r\n\r\nBcc: x\r\n");
        assertSame(message, WithoutFields.blind(message));
        Message empty = message("");
        assertSame(empty, WithoutFields.blind(empty));
    }

    @Test
    @Rfc("5321#4.4d")
    void whatIsSentHasNoReturnPathEither() throws IOException {
        String before = "Return-Path: <a@b>\r\n c\r\nTo: c@d\r\nBcc: e@f\r\n\r\nReturn-Path: body\r\n";
        assertEquals("To: c@d\r\n\r\nReturn-Path: body\r\n", text(WithoutFields.outgoing(message(before))));
        assertEquals(
                "Return-Path: <a@b>\r\n c\r\nTo: c@d\r\n\r\nReturn-Path: body\r\n",
                text(WithoutFields.blind(message(before))));
    }
}
