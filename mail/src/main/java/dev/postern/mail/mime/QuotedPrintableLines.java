package dev.postern.mail.mime;

import dev.postern.mail.RunInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What another stream gives, in quoted-printable. */
final class QuotedPrintableLines extends RunInputStream {
    private static final int AT_ONCE = 4096;

    private final InputStream in;
    private final boolean cutOff;
    private final QuotedPrintable encoder = new QuotedPrintable();
    private final byte[] octets = new byte[AT_ONCE];
    private int from;
    private int to;
    private int used;
    private boolean ended;

    /** @param cutOff as {@link QuotedPrintable#end} takes it */
    QuotedPrintableLines(InputStream in, boolean cutOff) {
        this.in = in;
        this.cutOff = cutOff;
    }

    @Override
    protected int readRun(byte[] target, int offset, int length) throws IOException {
        while (used == encoder.size()) {
            if (ended) {
                return -1;
            }
            encodeMore();
        }
        int count = Math.min(length, encoder.size() - used);
        System.arraycopy(encoder.encoded(), used, target, offset, count);
        used += count;
        return count;
    }

    private void encodeMore() throws IOException {
        encoder.clear();
        used = 0;
        if (from == to) {
            from = 0;
            to = Math.max(0, in.readNBytes(octets, 0, AT_ONCE));
            if (to == 0) {
                encoder.end(cutOff);
                ended = true;
            }
        }
        from += encoder.take(octets, from, to);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
