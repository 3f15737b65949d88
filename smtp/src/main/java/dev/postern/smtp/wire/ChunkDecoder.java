package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Follows the chunks of one message after BDAT (RFC 3030 §2): so many octets as the command said, without dot-stuffing.
 *
 * <p>Unless it is binary, a message with a bare CR, a bare LF or a NUL is malformed, as it would be after DATA: what passes it on
 * by DATA must find nothing ambiguous in it.
 */
public final class ChunkDecoder {
    private final boolean binary;
    private long rest;
    private boolean afterCr;
    private boolean malformed;

    /** @param binary whether all octets are allowed, as BODY=BINARYMIME declares (RFC 3030 §3) */
    public ChunkDecoder(boolean binary) {
        this.binary = binary;
    }

    /** Begins a chunk of this many octets. */
    public void begin(long octets) {
        rest = octets;
    }

    /**
     * Hands what the buffer holds of the chunk to the receiver, and moves the reader index behind it.
     *
     * @return whether the chunk has ended; octets behind it are left in the buffer
     */
    public boolean decode(ByteBuf in, ContentReceiver receiver) {
        int length = (int) Math.min(rest, in.readableBytes());
        if (length > 0) {
            int start = in.readerIndex();
            if (!binary && !malformed) {
                malformed = !isText(in, start, start + length);
            }
            if (!malformed) {
                receiver.content(in, start, length);
            }
            in.skipBytes(length);
            rest -= length;
        }
        return rest == 0;
    }

    /** Whether the message is malformed so far, or would be if it ended here. */
    public boolean isMalformed(boolean ends) {
        return malformed || (ends && afterCr);
    }

    private boolean isText(ByteBuf in, int start, int end) {
        int i = start;
        while (i < end) {
            if (afterCr) {
                if (in.getByte(i) != '\n') {
                    return false;
                }
                afterCr = false;
                i++;
                continue;
            }
            int special = Octets.indexOfLineBreakOrNul(in, i, end);
            if (special < 0) {
                return true;
            }
            if (in.getByte(special) != '\r') {
                return false;
            }
            afterCr = true;
            i = special + 1;
        }
        return true;
    }
}
