package dev.postern.mail.mime;

import java.nio.charset.StandardCharsets;

/**
 * Turns octets into quoted-printable (RFC 2045 §6.7) as they come. CRLF stays a line end; any other CR or LF is encoded, so that all
 * octets are what they were when they are decoded.
 */
final class QuotedPrintable {
    private static final int LONGEST_LINE = 76;
    private static final int ESCAPED = 3;
    /** The most octets that one more octet, or the end, can add: two that were held back, itself, soft line breaks. */
    private static final int MOST_OF_ONE = 24;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final byte[] encoded = new byte[16 << 10];
    private int size;
    private int column;
    private boolean softStart;
    private byte heldBlank;
    private boolean heldReturn;

    /** Takes as many of these octets as there is room for what they become, and says how many. */
    int take(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && size + MOST_OF_ONE <= encoded.length) {
            take(octets[i++]);
        }
        return i - from;
    }

    /**
     * Takes the end; there must be room.
     *
     * @param cutOff whether a line end follows that is not content: a soft line break takes it out again
     */
    void end(boolean cutOff) {
        if (heldReturn) {
            releaseHeld();
        } else if (heldBlank != 0) { // RFC 2045 §6.7 (3): no blank at the end of a line
            escape(heldBlank);
            heldBlank = 0;
        }
        if (cutOff && column > 0) {
            softBreak();
        }
    }

    /** What has become of all octets so far, {@link #size()} of them, since it was last cleared. */
    byte[] encoded() {
        return encoded;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    private void take(byte octet) {
        if (octet == '\n' && heldReturn) {
            heldReturn = false;
            if (heldBlank != 0) {
                escape(heldBlank);
                heldBlank = 0;
            }
            lineEnd();
        } else if (octet == '\r' && !heldReturn) {
            heldReturn = true;
        } else {
            releaseHeld();
            if (octet == ' ' || octet == '\t') {
                heldBlank = octet;
            } else if (octet == '\r') {
                heldReturn = true;
            } else if (octet > ' ' && octet < 0x7f && octet != '=') {
                plain(octet);
            } else {
                escape(octet);
            }
        }
    }

    private void releaseHeld() {
        if (heldBlank != 0) {
            plain(heldBlank);
            heldBlank = 0;
        }
        if (heldReturn) {
            heldReturn = false;
            escape((byte) '\r');
        }
    }

    private void plain(byte octet) {
        makeRoom(1);
        if (octet == '-' && softStart && column == 0) { // or a boundary could stand where none has stood
            escape(octet);
        } else {
            write(octet);
            column++;
        }
    }

    private void escape(byte octet) {
        makeRoom(ESCAPED);
        write((byte) '=');
        write(HEX[(octet & 0xff) >> 4]);
        write(HEX[octet & 0xf]);
        column += ESCAPED;
    }

    private void makeRoom(int wanted) {
        if (column + wanted >= LONGEST_LINE) { // the last place is that of a soft line break
            softBreak();
        }
    }

    private void softBreak() {
        write((byte) '=');
        lineEnd();
        softStart = true;
    }

    private void lineEnd() {
        write((byte) '\r');
        write((byte) '\n');
        column = 0;
        softStart = false;
    }

    private void write(byte octet) {
        encoded[size++] = octet;
    }
}
