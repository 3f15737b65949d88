package dev.postern.smtp.policy;

import dev.postern.smtp.Reply;

/** What a {@link Check} found. */
public sealed interface Verdict {
    /** Nothing stands against it. */
    Verdict ACCEPTED = new Accepted();

    /** Nothing stands against it. */
    record Accepted() implements Verdict {}

    /**
     * It is refused.
     *
     * @param reply the 4yz or 5yz reply for the client
     */
    record Refused(Reply reply) implements Verdict {
        /** @throws IllegalArgumentException if the reply is not a refusal */
        public Refused {
            if (!reply.isTransient() && !reply.isPermanent()) {
                throw new IllegalArgumentException("a refusal is a 4yz or 5yz reply, not " + reply.code());
            }
        }
    }
}
