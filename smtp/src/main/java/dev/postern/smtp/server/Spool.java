package dev.postern.smtp.server;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where messages rest while their reply is open: small ones in memory, larger ones in files, both under ceilings.
 *
 * <p>A file has no name any more once it is open, so a crash leaves none behind. Nothing here is durable, and nothing needs to be:
 * until its reply the mail is the client's.
 */
public final class Spool {
    private static final long MEMORY_PER_MESSAGE = 256 << 10;
    private static final long MEMORY = 64 << 20;
    private static final long TOTAL = 1 << 30;

    private final Path directory;
    private final long memoryPerMessage;
    private final long memory;
    private final long total;
    private final AtomicLong memoryUsed = new AtomicLong();
    private final AtomicLong used = new AtomicLong();

    /**
     * @param directory where files go; must exist and be writable
     * @param memoryPerMessage octets of one message that stay in memory
     * @param memory octets of all messages that stay in memory; beyond it all go to files
     * @param total octets of all messages in memory and files; beyond it mail is answered with 452 4.3.1
     * @throws IllegalArgumentException if the directory can't be used or a number makes no sense
     */
    public Spool(Path directory, long memoryPerMessage, long memory, long total) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new IllegalArgumentException(
                    "spool directory " + directory + " is not a directory that we may write to");
        }
        if (memoryPerMessage < 0 || memory < 0 || total < 1) {
            throw new IllegalArgumentException(
                    "the sizes of the spool must not be negative, its total at least 1 octet");
        }
        this.directory = directory;
        this.memoryPerMessage = memoryPerMessage;
        this.memory = memory;
        this.total = total;
    }

    /** A spool of 1 GiB, of which 64 MiB and 256 KiB a message stay in memory. */
    public static Spool in(Path directory) {
        return new Spool(directory, MEMORY_PER_MESSAGE, MEMORY, TOTAL);
    }

    /** An empty spool like this one, with another number of octets in memory. */
    public Spool withMemory(long octets) {
        return new Spool(directory, memoryPerMessage, octets, total);
    }

    /** An empty spool like this one, with another number of octets in all. */
    public Spool withTotal(long octets) {
        return new Spool(directory, memoryPerMessage, memory, octets);
    }

    /** The octets that all open messages hold now, as reserved. */
    public long used() {
        return used.get();
    }

    /** The octets of memory that all open messages hold now, as reserved. */
    long memoryUsed() {
        return memoryUsed.get();
    }

    /** Whether a message of this many octets would fit now. */
    boolean hasRoomFor(long octets) {
        return used.get() + octets <= total;
    }

    /** Starts a message that will have about this many octets. */
    SpoolWriter newWriter(ByteBufAllocator allocator, long expected) {
        return new SpoolWriter(this, allocator, expected);
    }

    long memoryPerMessage() {
        return memoryPerMessage;
    }

    boolean reserve(long octets) {
        if (used.addAndGet(octets) > total) {
            used.addAndGet(-octets);
            return false;
        }
        return true;
    }

    void release(long octets) {
        used.addAndGet(-octets);
    }

    boolean reserveMemory(long octets) {
        if (memoryUsed.addAndGet(octets) > memory) {
            memoryUsed.addAndGet(-octets);
            return false;
        }
        return true;
    }

    void releaseMemory(long octets) {
        memoryUsed.addAndGet(-octets);
    }

    SpoolFile newFile() throws IOException {
        return SpoolFile.create(directory);
    }
}
