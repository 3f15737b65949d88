package dev.postern.mail.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, which end with CRLF and nothing else; one that is longer than the buffer comes in pieces. Of a piece only what
 * {@link #next} was called for last can be seen.
 */
final class Lines {
    static final int LONGEST_PIECE = 32 << 10;

    private final InputStream in;
    private final byte[] octets = new byte[LONGEST_PIECE];
    private int filled;
    private int filledBefore;
    private boolean exhausted;
    private long bufferPosition;
    private int start;
    private int end;
    private boolean ended = true; // by CRLF; so that the first piece starts a line
    private boolean startsLine;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next piece; false behind the last. */
    boolean next() throws IOException {
        startsLine = ended;
        start = end + (ended && end < filled ? 2 : 0);
        int lineEnd = find(start);
        while (lineEnd < 0 && !exhausted && fill()) {
            lineEnd = find(Math.max(start, filledBefore - 1));
        }
        ended = lineEnd >= 0;
        end = ended ? lineEnd : untorn();
        return ended || end > start;
    }

    private int find(int from) {
        for (int i = from; i + 1 < filled; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Where the piece ends that no CRLF ends: not between CR and what may be its LF. */
    private int untorn() {
        boolean mayGoOn = !exhausted && filled > start + 1 && octets[filled - 1] == '\r';
        return mayGoOn ? filled - 1 : filled;
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(octets, start, octets, 0, filled - start);
            bufferPosition += start;
            filled -= start;
            start = 0;
        }
        filledBefore = filled;
        if (filled == octets.length) {
            return false;
        }
        int count = in.read(octets, filled, octets.length - filled);
        exhausted = count < 0;
        filled += Math.max(0, count);
        return true;
    }

    /** The buffer that holds the piece. */
    byte[] octets() {
        return octets;
    }

    /** Where the piece starts in the buffer. */
    int from() {
        return start;
    }

    /** Where it ends, without CRLF. */
    int to() {
        return end;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Where the piece starts in the stream. */
    long position() {
        return bufferPosition + start;
    }

    /** Where it ends in the stream, without CRLF. */
    long endPosition() {
        return bufferPosition + end;
    }

    boolean startsLine() {
        return startsLine;
    }

    /** Whether CRLF follows. */
    boolean endsLine() {
        return ended;
    }

    /** Whether no more of the line follows. */
    boolean completesLine() {
        return ended || (exhausted && end == filled);
    }
}
