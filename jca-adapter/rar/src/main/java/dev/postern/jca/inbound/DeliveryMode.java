package dev.postern.jca.inbound;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How often a bean is called for a mail to several of its recipients. */
enum DeliveryMode {
    /** Once, with all of them. */
    MESSAGE,
    /** Once for each, with that one alone. */
    RECIPIENT;

    /** The words for them. */
    static List<String> words() {
        return Stream.of(values()).map(DeliveryMode::toString).toList();
    }

    /** @throws IllegalArgumentException if the text is none of the words */
    static DeliveryMode parse(String text) {
        return Stream.of(values())
                .filter(mode -> mode.toString().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", words())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
