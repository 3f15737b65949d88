package dev.postern.mail.dkim;

import java.util.Locale;
import java.util.Optional;

/** What a signature forgives servers on the way to do to a mail (RFC 6376 §3.4). */
public enum Canonicalization {
    /** Next to nothing: empty lines at the end of the body. */
    SIMPLE,
    /** Also other white space, other line folding, and the case of field names. */
    RELAXED;

    /** As it is written in a signature. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this name, in any case. */
    static Optional<Canonicalization> named(String name) {
        for (Canonicalization each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
