package dev.postern.mail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for the octets of a message that SMTP does not take everywhere, eight at a time. */
public final class OctetScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Added to an octet below 0x80, this carries into its high bit unless the octet is below 0x0E. */
    private static final long ABOVE_CR = 0x7272727272727272L;

    private OctetScan() {}

    /** Where the first CR, LF or NUL stands in {@code [from, to)}, or {@code to} if there is none. */
    public static int indexOfLineBreakOrNul(byte[] octets, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            // the next step does not wait for where a hit is
            for (long hits = belowSo((long) LONGS.get(octets, i)); hits != 0; hits &= hits - 1) {
                int hit = i + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (isOne(octets[hit])) {
                    return hit;
                }
            }
        }
        while (i < to && !isOne(octets[i])) {
            i++;
        }
        return i;
    }

    /** Whether all octets are of US-ASCII. */
    public static boolean isAscii(byte[] octets) {
        return isAscii(octets, octets.length);
    }

    /** Whether all octets before this place are of US-ASCII. */
    public static boolean isAscii(byte[] octets, int to) {
        int i = 0;
        while (to - i >= Long.BYTES) {
            if (((long) LONGS.get(octets, i) & HIGH_BITS) != 0) {
                return false;
            }
            i += Long.BYTES;
        }
        for (; i < to; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The index of the first octet below 0x0E (SO) in little-endian order, or 8 if there is none. */
    public static int firstBelowSo(long octets) {
        return Long.numberOfTrailingZeros(belowSo(octets)) >>> 3;
    }

    // The high bits of the octets below 0x0E, which those of 0x80 and above are not.
    private static long belowSo(long octets) {
        long notBelow = ((octets & ~HIGH_BITS) + ABOVE_CR) | octets;
        return ~notBelow & HIGH_BITS;
    }

    private static boolean isOne(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
