package dev.postern.jca.outbound;

import dev.postern.jca.MailSendException;
import dev.postern.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The content of a message as an application has made it, with the line ends that it needs on the wire (RFC 5321 §2.3.8). */
final class MimeContent {
    private MimeContent() {}

    /**
     * A message that was saved keeps its Message-ID, which its application may have noted; else it is saved now.
     *
     * @throws MailSendException if it can't be written
     */
    static Message of(MimeMessage message) throws MailSendException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            message.writeTo(new Crlf(content));
        } catch (IOException | MessagingException e) {
            throw new MailSendException("the message can't be written: " + e.getMessage(), e);
        }
        return Message.of(content.toByteArray());
    }

    /** Makes a CRLF of each CR, LF and CRLF. */
    private static final class Crlf extends FilterOutputStream {
        private boolean isBehindCr;

        Crlf(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            if (octet == '\r' || (octet == '\n' && !isBehindCr)) {
                out.write('\r');
                out.write('\n');
            } else if (octet != '\n') {
                out.write(octet);
            }
            isBehindCr = octet == '\r';
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            int start = offset;
            int end = offset + length;
            for (int i = offset; i < end; i++) {
                if (octets[i] == '\r' || octets[i] == '\n') {
                    out.write(octets, start, i - start);
                    write(octets[i]);
                    start = i + 1;
                } else {
                    isBehindCr = false;
                }
            }
            out.write(octets, start, end - start);
        }
    }
}
