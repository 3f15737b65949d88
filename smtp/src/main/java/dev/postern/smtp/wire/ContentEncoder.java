package dev.postern.smtp.wire;

import dev.postern.mail.OctetScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns a message into the content behind DATA: dot-stuffed, ended by CRLF, and then by a line of one dot (RFC 5321 §4.5.2).
 *
 * <p>Works through the message in pieces, so that it is never in memory as a whole. The end goes out in the last piece.
 */
public final class ContentEncoder implements OutgoingContent {
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_AFTER_CRLF_ADDED = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE = 32 << 10;

    private final InputStream message;
    private final byte[] read;
    private boolean lineStart = true;
    private boolean afterCr;
    private boolean ended;

    /**
     * @param message the content, read to its end but not closed
     * @param size how many octets that may be: for a small message less memory is taken
     */
    public ContentEncoder(InputStream message, long size) {
        this.message = message;
        this.read = new byte[(int) Math.min(PIECE, size + 1)]; // one more, so that its end is seen
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) throws IOException {
        if (ended) {
            return null;
        }
        int count = message.readNBytes(read, 0, read.length);
        ByteBuf out = allocator.buffer(count + count / 16 + END_AFTER_CRLF_ADDED.length);
        try {
            stuff(count, out);
            if (count < read.length) {
                end(out);
            }
            return out;
        } catch (IOException e) {
            out.release();
            throw e;
        }
    }

    private void stuff(int count, ByteBuf out) throws MalformedContentException {
        int runStart = 0;
        int i = 0;
        while (i < count) {
            if (afterCr) {
                if (read[i] != '\n') {
                    throw new MalformedContentException();
                }
                afterCr = false;
                lineStart = true;
                i++;
                continue;
            }
            if (lineStart && read[i] == '.') {
                out.writeBytes(read, runStart, i - runStart).writeByte('.');
                runStart = i;
            }
            lineStart = false;
            i = OctetScan.indexOfLineBreakOrNul(read, i, count);
            if (i < count) {
                if (read[i] != '\r') {
                    throw new MalformedContentException();
                }
                afterCr = true;
                i++;
            }
        }
        out.writeBytes(read, runStart, count - runStart);
    }

    private void end(ByteBuf out) throws MalformedContentException {
        if (afterCr) {
            throw new MalformedContentException();
        }
        out.writeBytes(lineStart ? END : END_AFTER_CRLF_ADDED);
        ended = true;
    }
}
