package dev.postern.smtp.sasl;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 with its padding and without stray bits (RFC 4648 §4, §3.5). */
public final class Base64Text {
    private Base64Text() {}

    /** The octets, or null if the text is not base64 as an encoder writes it. */
    public static byte @Nullable [] decode(String text) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (!Base64.getEncoder().encodeToString(octets).equals(text)) {
            Arrays.fill(octets, (byte) 0);
            return null;
        }
        return octets;
    }
}
