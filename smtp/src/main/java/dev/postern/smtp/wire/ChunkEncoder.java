package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns a message into one chunk behind BDAT (RFC 3030 §2): the command, and the octets as they are. */
public final class ChunkEncoder implements OutgoingContent {
    private static final int PIECE = 32 << 10;

    private final InputStream message;
    private final long size;
    private long rest;
    private boolean begun;

    /**
     * @param message the content, not closed
     * @param size how many octets of it are sent
     */
    public ChunkEncoder(InputStream message, long size) {
        this.message = message;
        this.size = size;
        this.rest = size;
    }

    /** @throws EOFException if the message is shorter than it was said to be */
    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) throws IOException {
        if (begun && rest == 0) {
            return null;
        }
        ByteBuf out = allocator.buffer((int) Math.min(PIECE, rest) + 64);
        try {
            if (!begun) {
                begun = true;
                out.writeCharSequence("BDAT " + size + " LAST\r\n", StandardCharsets.US_ASCII);
            }
            int wanted = (int) Math.min(PIECE, rest);
            while (wanted > 0) {
                int count = out.writeBytes(message, wanted);
                if (count < 0) {
                    throw new EOFException("it ends " + rest + " octets before its size of " + size);
                }
                wanted -= count;
                rest -= count;
            }
            return out;
        } catch (IOException e) {
            out.release();
            throw e;
        }
    }
}
