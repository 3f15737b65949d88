package dev.postern.mail;

import java.util.concurrent.CompletionStage;

/** An application's word on who its recipients are: a table, a directory, another server. */
@FunctionalInterface
public interface RecipientVerifier {
    /**
     * What is known of a recipient, as the reply to RCPT (RFC 5321 §4.3.2).
     *
     * @param code 250 where mail for it is taken; else 400 to 499 where the client may try again later, or 500 to 599
     * @param enhancedCode the enhanced status code of the same class, such as {@code 5.1.1} (RFC 3463)
     * @param text what the client is told, in one line
     */
    record Answer(int code, String enhancedCode, String text) {
        /** Mail for it is taken. */
        public static final Answer KNOWN = new Answer(250, "2.1.5", "Recipient fine");

        /** There is no such recipient: refused for ever. */
        public static final Answer UNKNOWN = new Answer(550, "5.1.1", "No such recipient here");

        /** It can't be said now: the client tries again later. */
        public static final Answer UNDECIDED =
                new Answer(451, "4.4.3", "The recipient can't be verified now, try again later");

        /** @throws IllegalArgumentException if the code is none of these, or the others don't fit it */
        public Answer {
            if (code != 250 && (code < 400 || code > 599)) {
                throw new IllegalArgumentException("a recipient is answered with 250 or 400 to 599, not " + code);
            }
            if (!enhancedCode.matches(code / 100 + "\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
                throw new IllegalArgumentException(enhancedCode + " is no enhanced status code for " + code);
            }
            if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("the text of a reply is one line of printable US-ASCII");
            }
        }
    }

    /**
     * Looks for a recipient. Called on an event loop, on several at the same time, so it must not block: a question that takes time belongs
     * on a thread of one's own. An exception and a stage that fails count as {@link Answer#UNDECIDED}.
     */
    CompletionStage<Answer> verify(Client client, Address recipient);
}
