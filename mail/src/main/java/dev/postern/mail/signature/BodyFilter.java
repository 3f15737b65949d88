package dev.postern.mail.signature;

import dev.postern.mail.OctetScan;

/**
 * Brings a body to its canonical form while it passes (RFC 6376 §3.4.3, §3.4.4). Whatever its size and shape, only a buffer of fixed size is
 * kept: empty lines and line ends that may turn out to be the last ones are counted.
 */
final class BodyFilter {
    private static final int BUFFER = 512;

    /** From here on a stretch is handed on where it lies. */
    private static final int WORTH_A_CALL = 128;

    private final boolean relaxed;
    private final BodySink sink;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;

    /** Line ends in a row, which count only if something follows. */
    private long lineEnds;

    private boolean blank;
    private boolean carriageReturn;
    private boolean anything;

    BodyFilter(Canonicalization form, BodySink sink) {
        this.relaxed = form == Canonicalization.RELAXED;
        this.sink = sink;
    }

    /** Takes the next octets, {@code [from, to)} of the array. */
    void update(byte[] octets, int from, int to) {
        int i = from;
        while (i < to) {
            int end = unchanged(octets, i, to);
            if (end > i) {
                plain(octets, i, end);
                i = end;
            } else if (!carriageReturn && octets[i] == '\r' && i + 1 < to && octets[i + 1] == '\n') {
                endLine();
                i += 2;
            } else {
                special(octets[i++]);
            }
        }
    }

    /** Ends the body; nothing may follow. */
    void finish() {
        if (carriageReturn) {
            carriageReturn = false;
            one((byte) '\r');
        }
        // RFC 6376 §3.4.3: also a body of nothing ends in CRLF; §3.4.4: there it stays nothing
        if (!relaxed || anything) {
            lineEnd();
        }
        flush();
    }

    /** Where a stretch ends that stays as it is: line ends belong to it where the next line begins with something to keep. */
    private int unchanged(byte[] octets, int from, int to) {
        int end = plainRun(octets, from, to);
        while (end > from
                && end + 2 < to
                && octets[end] == '\r'
                && octets[end + 1] == '\n'
                && isKept(octets[end + 2])) {
            end = plainRun(octets, end + 2, to);
        }
        return end;
    }

    private boolean isKept(byte octet) {
        return relaxed ? isInk(octet) : octet != '\r' && octet != '\n';
    }

    /** Where the next octet stands that needs a look, or others that mean nothing here but cost nothing either. */
    private int plainRun(byte[] octets, int from, int to) {
        if (!relaxed) {
            return OctetScan.indexOfLineBreakOrNul(octets, from, to);
        }
        return isInk(octets[from]) ? OctetScan.indexOfControlOrSpaces(octets, from, to) : from;
    }

    private static boolean isInk(byte octet) {
        return (octet & 0xff) > ' ';
    }

    private void special(byte octet) {
        if (octet == '\n' && carriageReturn) {
            carriageReturn = false;
            endLine();
            return;
        }
        if (carriageReturn) {
            carriageReturn = false;
            one((byte) '\r');
        }
        if (octet == '\r') {
            carriageReturn = true;
        } else if (relaxed && isBlank(octet)) {
            blank = true;
        } else {
            one(octet);
        }
    }

    private void endLine() {
        blank = false; // RFC 6376 §3.4.4: white space at the end of a line
        lineEnds++;
    }

    private void plain(byte[] octets, int from, int to) {
        if (carriageReturn) {
            carriageReturn = false;
            one((byte) '\r');
        }
        release();
        int length = to - from;
        if (length >= WORTH_A_CALL || length > BUFFER - buffered) {
            flush();
        }
        if (length >= WORTH_A_CALL) {
            sink.take(octets, from, to);
        } else {
            System.arraycopy(octets, from, buffer, buffered, length);
            buffered += length;
        }
    }

    private void one(byte octet) {
        release();
        put(octet);
    }

    /** What was held back is inside of the body. */
    private void release() {
        anything = true;
        for (; lineEnds > 0; lineEnds--) {
            lineEnd();
        }
        if (blank) {
            blank = false;
            put((byte) ' ');
        }
    }

    private void lineEnd() {
        put((byte) '\r');
        put((byte) '\n');
    }

    private void put(byte octet) {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = octet;
    }

    private void flush() {
        if (buffered > 0) {
            sink.take(buffer, 0, buffered);
            buffered = 0;
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
