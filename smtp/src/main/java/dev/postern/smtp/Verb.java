package dev.postern.smtp;

import org.jspecify.annotations.Nullable;

/** The commands that we know by name (RFC 5321 §4.1.1, RFC 2033 §4.1, RFC 3207 §4, RFC 4954 §4). */
public enum Verb {
    HELO,
    EHLO,
    LHLO,
    MAIL,
    RCPT,
    DATA,
    BDAT,
    RSET,
    NOOP,
    QUIT,
    VRFY,
    EXPN,
    HELP,
    STARTTLS,
    AUTH;

    private static final Verb[] ALL = values();

    /** The verb of this name without regard to case (RFC 5321 §2.4), or null for a name that we don't know. */
    public static @Nullable Verb named(String name) {
        for (Verb verb : ALL) {
            if (verb.name().equalsIgnoreCase(name)) {
                return verb;
            }
        }
        return null;
    }
}
