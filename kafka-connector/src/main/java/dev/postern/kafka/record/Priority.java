package dev.postern.kafka.record;

import dev.postern.mail.InvalidMailException;
import java.util.Locale;

/** How soon a mail goes, in words or as a number (RFC 6710). */
public final class Priority {
    /** The number of {@code high}: that of urgent mail, where there are three priorities only. */
    public static final int HIGH = 4;

    private Priority() {}

    /**
     * The number of a priority.
     *
     * @param what where it stands, for the error
     * @param text {@code high}, {@code normal} or {@code low} in any case, or a number
     * @throws InvalidMailException if it is none of them
     */
    static int parse(String what, String text) {
        try {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "high" -> HIGH;
                case "normal" -> 0;
                case "low" -> -HIGH;
                default -> Integer.parseInt(text);
            };
        } catch (NumberFormatException e) {
            throw unknown(what, e);
        }
    }

    static InvalidMailException unknown(String what, IllegalArgumentException cause) {
        return new InvalidMailException(what + " is not high, normal, low or a number from -9 to 9", cause);
    }
}
