package dev.postern.smtp.milter;

import dev.postern.mail.HeaderEdit;
import dev.postern.smtp.Reply;

/** What a milter says. */
sealed interface Response {
    /** What it says with a letter alone. */
    enum Signal implements Response {
        CONTINUE,
        ACCEPT,
        REJECT,
        TEMPFAIL,
        DISCARD,
        /** No more of the body, please. */
        SKIP,
        /** It still works on it. */
        PROGRESS
    }

    /** A refusal with a reply of its choice. */
    record Refusal(Reply reply) implements Response {}

    /** A change of the header, and the action that must have been agreed on for it. */
    record Edit(HeaderEdit edit, int action) implements Response {}

    /** The mail is to be kept apart. */
    record Quarantine(String reason) implements Response {}

    /** What it can do. */
    record Negotiated(Options options) implements Response {}
}
