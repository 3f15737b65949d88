package dev.postern.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a content scanner said of a mail that was taken in spite of it, or because of it.
 *
 * @param scanner the scanner's name, without spaces, such as {@code rspamd}
 * @param outcome what it found
 * @param score its score, or null where it gives none
 * @param detail what it found in its own words, such as a signature's name; empty where there is nothing to say
 */
public record ScanResult(
        String scanner, Outcome outcome, @Nullable Double score, String detail) {
    /** What a scanner found. */
    public enum Outcome {
        /** Nothing. */
        CLEAN,
        /** Signs of unwanted mail. */
        SPAM,
        /** A known harmful content. */
        INFECTED,
        /** Something for which it asks to keep the mail apart. */
        QUARANTINED,
        /** Nothing is known: it could not be asked, and the mail was taken nevertheless. */
        UNSCANNED
    }

    /** @throws IllegalArgumentException if the name is empty, or holds what is not printable US-ASCII */
    public ScanResult {
        if (scanner.isEmpty() || !scanner.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not the name of a scanner: " + scanner);
        }
    }

    /** Name, outcome, score and detail with spaces between them, as in {@code rspamd spam 15.2 BAYES_SPAM}; a score that is not known is left out. */
    @Override
    public String toString() {
        return scanner + " " + outcome.name().toLowerCase(Locale.ROOT) + (score == null ? "" : " " + score)
                + (detail.isEmpty() ? "" : " " + detail);
    }
}
