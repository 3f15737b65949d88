package dev.postern.mail.content;

import dev.postern.mail.Message;
import java.nio.charset.StandardCharsets;

/** Mails that are written as lines. */
final class Mails {
    private Mails() {}

    /** A mail whose lines end with line feeds here; each character is an octet. */
    static Message of(String lines) {
        return Message.of(lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A text as the octets of a mail. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
