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
        while (true) {
            while (to - i >= Long.BYTES) {
                int candidate = firstBelowSo((long) LONGS.get(octets, i));
                i += candidate;
                if (candidate < Long.BYTES) {
                    break;
                }
            }
            if (i >= to || isOne(octets[i])) {
                return i;
            }
            i++;
        }
    }

    /** Whether all octets are of US-ASCII. */
    public static boolean isAscii(byte[] octets) {
        int i = 0;
        while (octets.length - i >= Long.BYTES) {
            if (((long) LONGS.get(octets, i) & HIGH_BITS) != 0) {
                return false;
            }
            i += Long.BYTES;
        }
        for (; i < octets.length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The index of the first octet below 0x0E (SO) in little-endian order, or 8 if there is none. */
    public static int firstBelowSo(long octets) {
        long notBelow = ((octets & ~HIGH_BITS) + ABOVE_CR) | octets;
        return Long.numberOfTrailingZeros(~notBelow & HIGH_BITS) >>> 3;
    }

    private static boolean isOne(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
