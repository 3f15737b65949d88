package dev.postern.mail.mime;

import org.jspecify.annotations.Nullable;

/** What kind of octets stand somewhere, and how long they would be in quoted-printable; they are not kept. */
final class Content {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int LONGEST_LINE = 998; // RFC 5321 §4.5.3.1.6, without CRLF

    private final @Nullable QuotedPrintable encoder;
    private boolean eightBit;
    private boolean outOfLine;
    private boolean longLines;
    private long size;
    private long quotedSize;
    private boolean cutOff;

    private Content(@Nullable QuotedPrintable encoder) {
        this.encoder = encoder;
    }

    /** Of octets that may be encoded. */
    static Content encodable() {
        return new Content(new QuotedPrintable());
    }

    /** Of octets that will not be encoded. */
    static Content fixed() {
        return new Content(null);
    }

    /** Takes a piece of a line. */
    void take(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            eightBit |= octet < 0;
            outOfLine |= octet == 0 || octet == '\r' || octet == '\n';
        }
        longLines |= to - from > LONGEST_LINE;
        quote(octets, from, to);
    }

    /** Takes the CRLF that ends a line. */
    void lineEnd() {
        quote(CRLF, 0, CRLF.length);
    }

    private void quote(byte[] octets, int from, int to) {
        size += to - from;
        int at = encoder == null ? to : from;
        while (encoder != null && at < to) {
            at += encoder.take(octets, at, to);
            quotedSize += encoder.size();
            encoder.clear();
        }
    }

    /** Takes the end, as {@link QuotedPrintable#end} does. */
    void end(boolean value) {
        cutOff = value;
        if (encoder != null) {
            encoder.end(value);
            quotedSize += encoder.size();
            encoder.clear();
        }
    }

    /** Whether one is not of US-ASCII. */
    boolean isEightBit() {
        return eightBit;
    }

    /** Whether all are of US-ASCII, without NUL, and without CR or LF but for line ends (RFC 2045 §2.7). */
    boolean isSevenBit() {
        return !eightBit && !outOfLine;
    }

    /** Whether a line is longer than SMTP takes. */
    boolean hasLongLines() {
        return longLines;
    }

    long size() {
        return size;
    }

    /** Whether the message ends without the end of its last line. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Its size in quoted-printable, where it may be encoded. */
    long quotedSize() {
        return quotedSize;
    }
}
