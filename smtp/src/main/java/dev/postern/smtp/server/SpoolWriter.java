package dev.postern.smtp.server;

import dev.postern.mail.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers one message as its octets arrive. Used by one thread; ends in {@link #finish()} or {@link #discard()}. */
final class SpoolWriter {
    private static final int MIN_CHUNK = 2 << 10;
    private static final int MAX_CHUNK = 64 << 10;
    /** Before a file, where no memory is left: thousands of messages may each have one. */
    private static final int SCANT_CHUNK = 4 << 10;

    private final Spool spool;
    private final ByteBufAllocator allocator;
    private final List<ByteBuf> chunks = new ArrayList<>(1);
    private final long expected;
    private long size;
    private long reserved;
    private long memoryReserved;
    private @Nullable SpoolFile file;

    SpoolWriter(Spool spool, ByteBufAllocator allocator, long expected) {
        this.spool = spool;
        this.allocator = allocator;
        this.expected = expected;
    }

    long size() {
        return size;
    }

    /**
     * Appends a copy of these octets.
     *
     * @return false if the spool is full: then nothing more can be appended
     * @throws IOException if the file can't be written
     */
    boolean append(ByteBuf in, int index, int length) throws IOException {
        int from = index;
        int rest = length;
        while (rest > 0) {
            ByteBuf chunk = roomyChunk();
            if (chunk == null) {
                return false;
            }
            int part = Math.min(rest, chunk.writableBytes());
            chunk.writeBytes(in, from, part);
            from += part;
            rest -= part;
        }
        size += length;
        return true;
    }

    /**
     * The message as gathered; it holds its place in the spool until it is closed.
     *
     * @throws IOException if the file can't be written
     */
    Message finish() throws IOException {
        if (file == null) {
            return new SpooledMessage(spool, chunks, size, reserved, memoryReserved);
        }
        flushTo(file);
        return new SpooledMessage(spool, file, size, reserved);
    }

    /** Gives all back. */
    void discard() throws IOException {
        freeChunks();
        spool.release(reserved);
        reserved = 0;
        if (file != null) {
            file.close();
        }
    }

    private @Nullable ByteBuf roomyChunk() throws IOException {
        if (!chunks.isEmpty()) {
            ByteBuf last = chunks.get(chunks.size() - 1);
            if (last.isWritable()) {
                return last;
            }
        }
        return newChunk();
    }

    private @Nullable ByteBuf newChunk() throws IOException {
        int octets = (int) Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, chunks.isEmpty() ? expected : MAX_CHUNK));
        if (file != null || memoryReserved + octets > spool.memoryPerMessage()) {
            toFile();
        }
        if (spool.reserveMemory(octets)) {
            memoryReserved += octets;
        } else {
            toFile();
            octets = Math.min(octets, SCANT_CHUNK);
        }
        if (!spool.reserve(octets)) {
            return null;
        }
        reserved += octets;
        ByteBuf chunk = allocator.buffer(octets, octets);
        chunks.add(chunk);
        return chunk;
    }

    private void toFile() throws IOException {
        if (file == null) {
            file = spool.newFile();
        }
        flushTo(file);
    }

    private void flushTo(SpoolFile target) throws IOException {
        for (ByteBuf chunk : chunks) {
            target.append(chunk);
        }
        freeChunks();
    }

    private void freeChunks() {
        chunks.forEach(ByteBuf::release);
        chunks.clear();
        spool.releaseMemory(memoryReserved);
        memoryReserved = 0;
    }
}
