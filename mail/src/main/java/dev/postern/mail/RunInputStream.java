package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read in runs: a single octet is a run of one, and a run of none takes nothing. */
public abstract class RunInputStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return readRun(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : readRun(target, offset, length);
    }

    /**
     * Reads at least one octet.
     *
     * @param length the most octets, at least 1
     * @return how many, or -1 at the end
     */
    protected abstract int readRun(byte[] target, int offset, int length) throws IOException;
}
