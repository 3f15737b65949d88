package dev.postern.smtp.server;

import dev.postern.mail.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message that holds a place in the spool until it is closed. */
final class SpooledMessage implements Message {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledMessage.class);

    private final Spool spool;
    private final ByteBuf memory;
    private final @Nullable SpoolFile file;
    private final long size;
    private final long reserved;
    private final long memoryReserved;
    private boolean closed;

    /** A message in memory: the chunks belong to it from here on. */
    SpooledMessage(Spool spool, List<ByteBuf> chunks, long size, long reserved, long memoryReserved) {
        this.spool = spool;
        this.memory = join(chunks);
        this.file = null;
        this.size = size;
        this.reserved = reserved;
        this.memoryReserved = memoryReserved;
    }

    /** A message in a file. */
    SpooledMessage(Spool spool, SpoolFile file, long size, long reserved) {
        this.spool = spool;
        this.memory = Unpooled.EMPTY_BUFFER;
        this.file = file;
        this.size = size;
        this.reserved = reserved;
        this.memoryReserved = 0;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isInMemory() {
        return file == null;
    }

    @Override
    public synchronized InputStream open() {
        if (closed) {
            throw new IllegalStateException("the message is closed");
        }
        return file == null ? new ByteBufInputStream(memory.duplicate()) : file.open();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        memory.release();
        spool.releaseMemory(memoryReserved);
        spool.release(reserved);
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("A spool file could not be closed: {}", e.toString());
            }
        }
    }

    private static ByteBuf join(List<ByteBuf> chunks) {
        return switch (chunks.size()) {
            case 0 -> Unpooled.EMPTY_BUFFER;
            case 1 -> chunks.get(0);
            default -> Unpooled.wrappedBuffer(chunks.toArray(ByteBuf[]::new));
        };
    }
}
