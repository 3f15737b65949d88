package dev.postern.mail.signature;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /**
     * The form of the header that a c= names (RFC 6376 §3.5); simple where there is none.
     *
     * @throws MalformedSignatureException if it is not known
     */
    public static Canonicalization ofHeader(@Nullable String forms) {
        return forms == null ? SIMPLE : named(forms.indexOf('/') < 0 ? forms : forms.substring(0, forms.indexOf('/')));
    }

    /**
     * The form of the body that a c= names; simple where there is none.
     *
     * @throws MalformedSignatureException if it is not known
     */
    public static Canonicalization ofBody(@Nullable String forms) {
        return forms == null || forms.indexOf('/') < 0 ? SIMPLE : named(forms.substring(forms.indexOf('/') + 1));
    }

    private static Canonicalization named(String name) {
        for (Canonicalization each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return each;
            }
        }
        throw new MalformedSignatureException("a canonicalization that is not known");
    }
}
