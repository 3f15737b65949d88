package dev.postern.kafka.source.record;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that every converter can write. */
final class Utf8 {
    private Utf8() {}

    /** The text with question marks for halves of characters, which UTF-8 can't hold; null for null. */
    static @Nullable String mended(@Nullable String text) {
        return text == null ? null : sound(text);
    }

    /** The same of a text that is there. */
    static String sound(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
