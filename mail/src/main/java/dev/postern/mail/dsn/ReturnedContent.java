package dev.postern.mail.dsn;

import dev.postern.mail.DsnRequest.Ret;
import dev.postern.mail.Envelope;
import dev.postern.mail.Envelope.Body;
import dev.postern.mail.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The last part of a notification: the mail that it is about, or its header.
 *
 * <p>Whatever the mail holds, this part is of lines that every server takes: a part that is not is encoded, or the header alone comes
 * back, since message/rfc822 must not be encoded (RFC 2046 §5.2.1).
 *
 * @param type its media type
 * @param encoding its transfer encoding
 * @param content the encoded content
 * @param whole whether it is the whole mail
 * @param digest of the content before it was encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReturnedContent(String type, String encoding, Section content, boolean whole, byte[] digest) {

    /** Only the header. */
    static ReturnedContent header(OriginalHeader header, boolean smtpUtf8) throws IOException {
        byte[] octets = header.octets();
        Octets kind = Octets.of(new ByteArrayInputStream(octets));
        // RFC 6533 §4.3 and §4.4
        boolean global = smtpUtf8 && !header.isAscii() && header.isUtf8();
        Encoded encoded = Encoded.of(octets, kind);
        return new ReturnedContent(
                global ? "message/global-headers" : "text/rfc822-headers",
                encoded.name(),
                Section.of(encoded.octets()),
                false,
                kind.digest());
    }

    /** As much as a notification of failure returns. */
    static ReturnedContent ofFailure(Envelope envelope, Message message, OriginalHeader header, long maxReturned)
            throws IOException {
        boolean wanted = envelope.dsn().ret() == Ret.FULL // RFC 3461 §4.3: who did not say gets either
                && !envelope.demands().requireTls() // RFC 8689 §5
                && message.size() <= maxReturned;
        if (!wanted) {
            return header(header, envelope.smtpUtf8());
        }
        Octets kind;
        try (InputStream in = message.open()) {
            kind = Octets.of(in);
        }
        if (envelope.smtpUtf8() && !header.isAscii() && header.isUtf8()) { // RFC 6533 §4.2, §4.5
            return new ReturnedContent("message/global", "base64", Section.base64(message), true, kind.digest());
        }
        boolean taken = kind.lines()
                && envelope.body() != Body.BINARY_MIME
                && (!kind.eightBit() || envelope.body() == Body.EIGHT_BIT_MIME);
        return taken
                ? new ReturnedContent(
                        "message/rfc822", kind.eightBit() ? "8bit" : "7bit", Section.of(message), true, kind.digest())
                : header(header, envelope.smtpUtf8()); // RFC 6522 §3
    }

    /** Whether a server must offer 8BITMIME to take it. */
    boolean isEightBit() {
        return encoding.equals("8bit");
    }
}
