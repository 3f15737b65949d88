package dev.postern.smtp.policy;

import dev.postern.mail.ScanResult;
import dev.postern.smtp.Reply;
import java.util.List;

/** What a {@link Check} found. */
public sealed interface Verdict {
    /** Nothing stands against it. */
    Verdict ACCEPTED = new Accepted(List.of());

    /**
     * Nothing stands against it.
     *
     * @param scans what content scanners said, for the {@linkplain dev.postern.mail.Envelope#scans envelope} of the mail
     */
    record Accepted(List<ScanResult> scans) implements Verdict {
        public Accepted {
            scans = List.copyOf(scans);
        }
    }

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
