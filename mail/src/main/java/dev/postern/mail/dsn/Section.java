package dev.postern.mail.dsn;

import dev.postern.mail.Message;
import dev.postern.mail.mime.Base64Lines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stretch of a message, which is read when its turn comes. */
interface Section {
    /** The size in octets. */
    long size();

    /** Opens it from its start. */
    InputStream open() throws IOException;

    /** Whether reading it waits for nothing. */
    boolean isInMemory();

    /** These octets, which must not change any more. */
    static Section of(byte[] octets) {
        return new InMemory(octets);
    }

    /** All of a message as it is. */
    static Section of(Message message) {
        return new Whole(message);
    }

    /** All of a message in base64, in lines of 76 characters. */
    static Section base64(Message message) {
        return new Encoded(message);
    }

    /** Octets in an array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record InMemory(byte[] octets) implements Section {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }

        @Override
        public boolean isInMemory() {
            return true;
        }
    }

    /** A message as it is. */
    record Whole(Message message) implements Section {
        @Override
        public long size() {
            return message.size();
        }

        @Override
        public InputStream open() throws IOException {
            return message.open();
        }

        @Override
        public boolean isInMemory() {
            return message.isInMemory();
        }
    }

    /** A message in base64. */
    record Encoded(Message message) implements Section {
        @Override
        public long size() {
            return Base64Lines.size(message.size());
        }

        @Override
        public InputStream open() throws IOException {
            return new Base64Lines(message.open());
        }

        @Override
        public boolean isInMemory() {
            return message.isInMemory();
        }
    }
}
