package dev.postern.mail.signature;

import dev.postern.mail.OctetScan;

/**
 * Brings a body to its canonical form while it passes (RFC 6376 §3.4.3, §3.4.4). Whatever its size and shape, only a buffer of fixed size is
 * kept: empty lines and line ends that may turn out to be the last ones are counted.
 */
final class BodyFilter {
    private static final int BUFFER = 2 << 10;

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
            int run = plainRun(octets, i, to);
            if (run > i) {
                plain(octets, i, run);
                i = run;
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
        if (to - from > BUFFER - buffered) {
            flush();
        }
        if (to - from > BUFFER) {
            sink.take(octets, from, to);
        } else {
            System.arraycopy(octets, from, buffer, buffered, to - from);
            buffered += to - from;
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
