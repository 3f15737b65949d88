package dev.postern.mail.spf;

import org.jspecify.annotations.Nullable;

/**
 * Whether a mechanism matches (RFC 7208 §4.6.2).
 *
 * @param error what ends the whole check; null where there is none
 */
record Match(boolean matches, @Nullable Verdict error) {
    static final Match YES = new Match(true, null);
    static final Match NO = new Match(false, null);

    static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    static Match error(Verdict error) {
        return new Match(false, error);
    }
}
