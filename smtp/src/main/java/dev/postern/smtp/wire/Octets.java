package dev.postern.smtp.wire;

import dev.postern.mail.OctetScan;
import io.netty.buffer.ByteBuf;

/** Finds the octets that frame SMTP, eight at a time. */
final class Octets {
    private Octets() {}

    /** Where the first CR, LF or NUL stands in {@code [from, to)}, or -1. */
    static int indexOfLineBreakOrNul(ByteBuf in, int from, int to) {
        int i = from;
        while (to - i >= Long.BYTES) {
            int candidate = OctetScan.firstBelowSo(in.getLongLE(i));
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

    private static boolean isLineBreakOrNul(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
