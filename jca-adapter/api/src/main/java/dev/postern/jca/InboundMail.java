package dev.postern.jca;

import dev.postern.mail.Envelope;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;

/** A mail that came in by SMTP. Used by one thread, until {@link MailListener#onMail} returns; then its content is gone. */
public interface InboundMail {
    /** The gateway's id of this mail: it also stands in the reply to the client, in the Received field and in the logs. */
    String id();

    /** From whom, to whom, and by which client; and what content scanners said of it, in {@link Envelope#scans()}. */
    Envelope envelope();

    /** The size of the content in octets. */
    long size();

    /**
     * Opens the content as it came, from its start: header, empty line and body, lines ended by CRLF (RFC 5322). May be called again.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    InputStream open() throws IOException;

    /**
     * The content, parsed at the first call and held in memory from then on: for a large mail prefer {@link #open()}. Changes to it
     * change nothing but this object.
     *
     * @throws IOException if it can't be read or parsed
     * @throws IllegalStateException after {@link MailListener#onMail} has returned, unless it was called before
     */
    MimeMessage mimeMessage() throws IOException;
}
