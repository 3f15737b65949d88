package dev.postern.mail.signature;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.OctetScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over a mail, which comes in pieces of any size: its header is kept until it is complete, its body goes into the hashes that are
 * wanted. For one thread after the other.
 */
public final class MailPass {
    private static final int PIECE = 16 << 10;

    /** Each of them may be a field, which takes many times its octets in memory. */
    private static final int MAX_LINES = 10_000;

    private final int maxHeader;
    private final List<Listener> listeners;
    private final BodyHashes bodies = new BodyHashes();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(0);
    private Part part = Part.HEADER;

    /** How many octets the line of the header has so far; of a line of CR alone minus one. */
    private int line;

    private int lines;

    private enum Part {
        HEADER,
        BODY,
        UNREADABLE,
        ENDED
    }

    /** Hears of the header before the body comes. One of the two methods is called, once. */
    public interface Listener {
        /**
         * The header is complete.
         *
         * @param bodies makes the hashes that are asked for now, and has made them when the mail has ended
         */
        void onHeader(MailHeader header, BodyHashes bodies);

        /**
         * There is no header that could be judged: it is larger than it may be, or ambiguous.
         *
         * @param reason in words of our own
         */
        void onUnreadable(String reason);
    }

    /** @param maxHeader the most octets of a header; the most lines are 10,000 */
    public MailPass(int maxHeader, List<? extends Listener> listeners) {
        this.maxHeader = maxHeader;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Takes the next octets, to the limit of the buffer.
     *
     * @throws IllegalStateException if the mail has ended
     */
    public void update(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int from = buffer.arrayOffset() + buffer.position();
            update(buffer.array(), from, from + buffer.remaining());
            buffer.position(buffer.limit());
            return;
        }
        byte[] piece = new byte[Math.min(PIECE, buffer.remaining())];
        while (buffer.hasRemaining()) {
            int length = Math.min(piece.length, buffer.remaining());
            buffer.get(piece, 0, length);
            update(piece, 0, length);
        }
    }

    /** Takes all of the stream. */
    public void update(InputStream in) throws IOException {
        in.transferTo(
                new OutputStream() { // a stream over an array hands that over as it is
                    @Override
                    public void write(int octet) {
                        write(new byte[] {(byte) octet}, 0, 1);
                    }

                    @Override
                    public void write(byte[] octets, int from, int length) {
                        update(octets, from, from + length);
                    }
                });
    }

    private void update(byte[] octets, int from, int to) {
        checkOpen();
        int next = part == Part.HEADER ? gather(octets, from, to) : from;
        if (part == Part.BODY && next < to) {
            bodies.update(octets, next, to);
        }
    }

    /**
     * Ends the mail: all hashes have their values.
     *
     * @throws IllegalStateException if it has ended
     */
    public void finish() {
        checkOpen();
        if (part == Part.HEADER) {
            tell(header.toByteArray());
        }
        part = Part.ENDED;
        bodies.finish();
    }

    private void checkOpen() {
        if (part == Part.ENDED) {
            throw new IllegalStateException("the mail has ended");
        }
    }

    private int gather(byte[] octets, int from, int to) {
        int i = from;
        boolean empty = false;
        while (i < to && !empty) {
            int next = Math.min(to, OctetScan.indexOfLineFeedOrNul(octets, i, to) + 1);
            boolean ends = octets[next - 1] == '\n';
            count(octets, i, ends ? next - 1 : next);
            if (ends) {
                empty = line <= 0;
                line = 0;
                lines++;
            }
            i = next;
        }
        if (header.size() + (i - from) > maxHeader || lines > MAX_LINES) {
            tellUnreadable("the header is larger than " + maxHeader + " octets or " + MAX_LINES + " lines");
            return to;
        }
        if (empty) {
            part = Part.BODY;
            tell(whole(octets, from, i));
        } else {
            header.write(octets, from, i - from);
        }
        return i;
    }

    /** Takes the next octets of the line of the header, without its LF. */
    private void count(byte[] octets, int from, int to) {
        if (line == 0 && to - from == 1 && octets[from] == '\r') {
            line = -1;
        } else if (to > from) {
            line = Math.max(line, 0) + (to - from);
        }
    }

    /** The header that ends with these octets. */
    private byte[] whole(byte[] octets, int from, int to) {
        if (header.size() == 0) {
            return Arrays.copyOfRange(octets, from, to);
        }
        header.write(octets, from, to - from);
        return header.toByteArray();
    }

    private void tell(byte[] whole) {
        MailHeader read;
        try {
            read = MailHeader.parse(whole);
        } catch (InvalidMailException e) {
            tellUnreadable(String.valueOf(e.getMessage()));
            return;
        }
        listeners.forEach(listener -> listener.onHeader(read, bodies));
    }

    private void tellUnreadable(String reason) {
        part = Part.UNREADABLE;
        listeners.forEach(listener -> listener.onUnreadable(reason));
    }
}
