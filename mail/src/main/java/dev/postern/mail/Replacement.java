package dev.postern.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What stands in a message in the place of some of its octets. */
public interface Replacement {
    /** The size in octets. */
    long size();

    /**
     * Opens it; closing it frees nothing.
     *
     * @param replaced the octets that it stands for, and then the end; it need not read them
     * @throws IOException if they can't be read
     */
    InputStream open(InputStream replaced) throws IOException;

    /**
     * A text.
     *
     * @param text a character stands for an octet
     */
    static Replacement of(String text) {
        return new Text(text);
    }

    /** A text, whatever it stands for. */
    record Text(String text) implements Replacement {
        @Override
        public long size() {
            return text.length();
        }

        @Override
        public InputStream open(InputStream replaced) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
