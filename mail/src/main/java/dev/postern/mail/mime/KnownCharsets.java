package dev.postern.mail.mime;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The charsets of this JVM by their names and aliases. {@link Charset#forName} looks for an unknown one everywhere, which takes so long that
 * a mail full of them would stop us.
 */
public final class KnownCharsets {
    private static final Map<String, Charset> BY_LABEL = byLabel();

    private KnownCharsets() {}

    /** The charset of this name or alias, in any case; null where there is none. */
    public static @Nullable Charset named(String label) {
        return BY_LABEL.get(label.strip().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Charset> byLabel() {
        Map<String, Charset> charsets = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            charset.aliases().forEach(alias -> charsets.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
        }
        Charset.availableCharsets().forEach((name, charset) -> charsets.put(name.toLowerCase(Locale.ROOT), charset));
        return Map.copyOf(charsets);
    }
}
