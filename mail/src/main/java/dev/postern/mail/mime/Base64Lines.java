package dev.postern.mail.mime;

import dev.postern.mail.RunInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** What another stream gives, in base64 (RFC 2045 §6.8): lines of 76 characters, each ended by CRLF. */
public final class Base64Lines extends RunInputStream {
    private static final int OCTETS_OF_LINE = 57;
    private static final int LINE = 78;
    private static final int LINES_AT_ONCE = 128;
    private static final byte[] CRLF = {'\r', '\n'};

    private final InputStream in;
    private byte[] encoded = new byte[0];
    private int used;
    private boolean ended;

    /** @param in closed with this one */
    public Base64Lines(InputStream in) {
        this.in = in;
    }

    /** How many octets become of this many. */
    public static long size(long octets) {
        long rest = octets % OCTETS_OF_LINE;
        return octets / OCTETS_OF_LINE * LINE + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2);
    }

    @Override
    protected int readRun(byte[] target, int offset, int length) throws IOException {
        if (used == encoded.length && !encodeMore()) {
            return -1;
        }
        int count = Math.min(length, encoded.length - used);
        System.arraycopy(encoded, used, target, offset, count);
        used += count;
        return count;
    }

    private boolean encodeMore() throws IOException {
        if (ended) {
            return false;
        }
        byte[] octets = in.readNBytes(OCTETS_OF_LINE * LINES_AT_ONCE);
        ended = octets.length < OCTETS_OF_LINE * LINES_AT_ONCE;
        byte[] lines = Base64.getMimeEncoder(LINE - CRLF.length, CRLF).encode(octets);
        encoded = new byte[(int) size(octets.length)];
        System.arraycopy(lines, 0, encoded, 0, lines.length);
        if (octets.length > 0) { // the encoder parts lines, but does not end the last one
            System.arraycopy(CRLF, 0, encoded, lines.length, CRLF.length);
        }
        used = 0;
        return octets.length > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
