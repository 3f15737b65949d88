package dev.postern.mail;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A message in an array of its own; there is nothing to free. */
final class InMemoryMessage implements Message {
    private final byte[] content;

    InMemoryMessage(byte[] content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public byte[] toByteArray() {
        return content.clone();
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public void close() {}
}
