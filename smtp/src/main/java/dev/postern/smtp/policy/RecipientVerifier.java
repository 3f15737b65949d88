package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import java.util.concurrent.CompletionStage;

/** An application's word on who its recipients are: a table, a directory, another server. */
@FunctionalInterface
public interface RecipientVerifier {
    /** What is known of a recipient. */
    enum Answer {
        /** Mail for it is taken. */
        KNOWN,
        /** There is no such recipient: refused for ever. */
        UNKNOWN,
        /** It can't be said now: the client tries again later. */
        UNDECIDED
    }

    /**
     * Looks for a recipient. Called on an event loop, on several at the same time, so it must not block: a question that takes time belongs
     * on a thread of one's own. An exception and a stage that fails count as {@link Answer#UNDECIDED}.
     */
    CompletionStage<Answer> verify(Client client, Address recipient);
}
