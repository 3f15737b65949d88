package dev.postern.kafka.source.imap;

import java.util.Locale;

/** How much of a mail is fetched. */
enum ContentKind {
    /** All of it. */
    ALL,
    /** Its header, and the parts that people read. */
    TEXT,
    /** Its header. */
    HEADERS,
    /** Nothing, since the server does not give it. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
