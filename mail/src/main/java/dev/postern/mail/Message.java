package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a mail: header, empty line and body as they crossed the wire, lines ended by CRLF, without dot-stuffing
 * (RFC 5321 §4.5.2).
 *
 * <p>A message may rest in memory or in a file. Whoever holds it closes it once, after its last read; it can't be read then.
 * It may be read any number of times, by one thread after the other.
 */
public interface Message extends AutoCloseable {
    /** The size in octets. */
    long size();

    /**
     * Opens the content from its start.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException if the message is closed
     */
    InputStream open() throws IOException;

    /** Whether reading it waits for nothing, so that an event loop may do so. */
    default boolean isInMemory() {
        return false;
    }

    /** Frees the memory or the file; more calls do nothing. */
    @Override
    void close();

    /**
     * All of the content in one array.
     *
     * @throws IOException if it can't be read
     * @throws OutOfMemoryError if it is larger than an array can be: look at {@link #size()} first
     */
    default byte[] toByteArray() throws IOException {
        try (InputStream content = open()) {
            return content.readNBytes(Math.toIntExact(size()));
        }
    }

    /** A message that rests in this array, which must not change any more. */
    static Message of(byte[] content) {
        return new InMemoryMessage(content);
    }
}
