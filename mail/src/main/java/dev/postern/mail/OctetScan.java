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

    /** The same for 0x20, space. */
    private static final long ABOVE_US = 0x6060606060606060L;

    /** The same for 0x21, what stands behind space. */
    private static final long ABOVE_SPACE = 0x5F5F5F5F5F5F5F5FL;

    /** The same for 1: of a NUL. */
    private static final long ABOVE_NUL = 0x7F7F7F7F7F7F7F7FL;

    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;

    private static final long DEL = 0x7F7F7F7F7F7F7F7FL;

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

    /** Where the first LF or NUL stands in {@code [from, to)}, or {@code to} if there is none. */
    public static int indexOfLineFeedOrNul(byte[] octets, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long here = (long) LONGS.get(octets, i);
            long hits = below(here, ABOVE_NUL) | below(here ^ LINE_FEEDS, ABOVE_NUL);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && octets[i] != '\n' && octets[i] != 0) {
            i++;
        }
        return i;
    }

    /**
     * Where the first control character stands in {@code [from, to)}, or the first space that has another or a control character behind it, or is
     * the last octet; {@code to} if there is none.
     */
    public static int indexOfControlOrSpaces(byte[] octets, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES - 1; i <= last; i += Long.BYTES) {
            long here = (long) LONGS.get(octets, i);
            long next = (long) LONGS.get(octets, i + 1);
            long ink = notBelow(here, ABOVE_SPACE) | notBelow(next, ABOVE_SPACE);
            long hits = ~(notBelow(here, ABOVE_US) & ink) & HIGH_BITS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to
                && ((octets[i] & 0xff) > ' ' || (octets[i] == ' ' && i + 1 < to && (octets[i + 1] & 0xff) > ' '))) {
            i++;
        }
        return i;
    }

    /** Where the first control character stands in {@code [from, to)}, DEL among them; {@code to} if there is none. */
    public static int indexOfControl(byte[] octets, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long here = (long) LONGS.get(octets, i);
            long hits = below(here, ABOVE_US) | below(here ^ DEL, ABOVE_NUL);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && (octets[i] & 0xff) >= ' ' && octets[i] != 0x7f) {
            i++;
        }
        return i;
    }

    /** Where the first control character or space stands in {@code [from, to)}; {@code to} if there is none. */
    public static int indexOfControlOrSpace(byte[] octets, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long hits = below((long) LONGS.get(octets, i), ABOVE_SPACE);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && (octets[i] & 0xff) > ' ') {
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

    private static long belowSo(long octets) {
        return below(octets, ABOVE_CR);
    }

    /**
     * The high bits of the octets below a bound, which those of 0x80 and above are not.
     *
     * @param above what carries into the high bit of an octet unless it is below the bound
     */
    private static long below(long octets, long above) {
        return ~notBelow(octets, above) & HIGH_BITS;
    }

    /** The high bits of the other octets, with bits that mean nothing between them. */
    private static long notBelow(long octets, long above) {
        return ((octets & ~HIGH_BITS) + above) | octets;
    }

    private static boolean isOne(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
