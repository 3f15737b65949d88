package dev.postern.smtp.maildir;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ends lines as files do: of each CRLF the line feed alone is written. What comes in holds no other CR, as no {@link dev.postern.mail.Message} of lines does. */
final class LineFeeds extends FilterOutputStream {
    LineFeeds(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (octet != '\r') {
            out.write(octet);
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] == '\r') {
                out.write(octets, start, i - start);
                start = i + 1;
            }
        }
        out.write(octets, start, offset + length - start);
    }
}
