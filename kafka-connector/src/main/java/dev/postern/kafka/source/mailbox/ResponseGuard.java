package dev.postern.kafka.source.mailbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a server says, within bounds: the client library keeps answers in memory whole, and makes room for a literal (RFC 9051 §4.3) as soon as one is announced. So a literal
 * that is too large, too many octets in answer to one command, or an answer that goes on for too long end the connection before that. Used by one thread, but for
 * {@link #commandSent}.
 */
final class ResponseGuard extends FilterInputStream {
    private static final int LONGEST_COUNT = 40;

    private final Bounds bounds;
    private volatile long commandTime = System.nanoTime();
    private volatile boolean counting;
    private long octets;
    private long literal;
    private final StringBuilder count = new StringBuilder();
    private boolean open;

    ResponseGuard(InputStream in, Bounds bounds) {
        super(in);
        this.bounds = bounds;
    }

    /** From here on the answer to another command is counted. */
    void commandSent() {
        commandTime = System.nanoTime();
        counting = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            check(read);
            for (int i = offset; i < offset + read; i++) {
                i += skipLiteral(offset + read - i);
                if (i < offset + read) {
                    scan(buffer[i]);
                }
            }
        }
        return read;
    }

    private void check(int read) throws IOException {
        if (counting) {
            counting = false;
            octets = 0;
        }
        octets += read;
        if (octets > bounds.answer()) {
            throw new ServerLimitException("the server says more than " + bounds.answer() + " octets to one command");
        }
        if (System.nanoTime() - commandTime > bounds.patience().toNanos()) {
            throw new ServerLimitException(
                    "the server takes longer than " + bounds.patience().toSeconds() + " s for one command");
        }
    }

    private int skipLiteral(int available) {
        int skipped = (int) Math.min(literal, available);
        literal -= skipped;
        return skipped;
    }

    /** Looks for {@code {n}} at the end of a line. */
    private void scan(byte octet) throws IOException {
        if (octet == '{') {
            count.setLength(0);
            open = true;
        } else if (octet == '\n') {
            announced();
            open = false;
        } else if (open && count.length() < LONGEST_COUNT) {
            count.append((char) (octet & 0xff));
        } else {
            open = false;
        }
    }

    private void announced() throws IOException {
        String text = count.toString();
        int end = text.indexOf('}');
        boolean isLast =
                end > 0 && (text.length() == end + 1 || text.substring(end + 1).equals("\r"));
        if (!open || !isLast) {
            return;
        }
        String digits = text.substring(0, text.charAt(end - 1) == '+' ? end - 1 : end);
        if (digits.isEmpty() || !digits.chars().allMatch(Character::isDigit)) {
            return;
        }
        long announced = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (announced > bounds.literal()) {
            throw new ServerLimitException("the server announces " + digits + " octets, and " + bounds.literal()
                    + " are taken at once: see message.size.max");
        }
        literal = announced;
    }
}
