package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;

/** Finds the octets that frame SMTP, eight at a time. */
final class Octets {
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** Added to an octet below 0x80, this carries into its high bit unless the octet is below 0x0E. */
    private static final long ABOVE_CR = 0x7272727272727272L;

    private Octets() {}

    /** Where the first CR, LF or NUL stands in {@code [from, to)}, or -1. */
    static int indexOfLineBreakOrNul(ByteBuf in, int from, int to) {
        int i = from;
        while (to - i >= Long.BYTES) {
            int candidate = firstBelowSo(in.getLongLE(i));
            if (candidate == Long.BYTES) {
                i += Long.BYTES;
                continue;
            }
            i += candidate;
            if (isLineBreakOrNul(in.getByte(i))) {
                return i;
            }
            i++;
        }
        for (; i < to; i++) {
            if (isLineBreakOrNul(in.getByte(i))) {
                return i;
            }
        }
        return -1;
    }

    // The index of the first octet below 0x0E in little-endian order, or 8. Octets of 0x80 and above are none.
    private static int firstBelowSo(long octets) {
        long notBelow = ((octets & ~HIGH_BITS) + ABOVE_CR) | octets;
        return Long.numberOfTrailingZeros(~notBelow & HIGH_BITS) >>> 3;
    }

    private static boolean isLineBreakOrNul(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
