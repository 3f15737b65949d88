package dev.postern.mail.mime;

import dev.postern.mail.RunInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many octets of another stream, which it closes. */
final class StretchStream extends RunInputStream {
    private final InputStream in;
    private long left;

    StretchStream(InputStream in, long size) {
        this.in = in;
        this.left = size;
    }

    @Override
    protected int readRun(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
