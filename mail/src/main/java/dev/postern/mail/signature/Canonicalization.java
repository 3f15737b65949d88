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
        if (forms == null) {
            return SIMPLE;
        }
        int slash = forms.indexOf('/');
        return named(forms, 0, slash < 0 ? forms.length() : slash);
    }

    /**
     * The form of the body that a c= names; simple where there is none.
     *
     * @throws MalformedSignatureException if it is not known
     */
    public static Canonicalization ofBody(@Nullable String forms) {
        int slash = forms == null ? -1 : forms.indexOf('/');
        return forms == null || slash < 0 ? SIMPLE : named(forms, slash + 1, forms.length());
    }

    private static Canonicalization named(String forms, int from, int to) {
        if (isThis(RELAXED, forms, from, to)) {
            return RELAXED;
        }
        if (isThis(SIMPLE, forms, from, to)) {
            return SIMPLE;
        }
        throw new MalformedSignatureException("a canonicalization that is not known");
    }

    private static boolean isThis(Canonicalization form, String forms, int from, int to) {
        String name = form.name();
        return to - from == name.length() && forms.regionMatches(true, from, name, 0, name.length());
    }
}
