package dev.postern.smtp.policy;

import dev.postern.mail.HeaderChanges;
import dev.postern.mail.ScanResult;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.smtp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Check} found. */
public sealed interface Verdict {
    /** Nothing stands against it. */
    Verdict ACCEPTED = new Accepted(List.of());

    /**
     * Nothing stands against it.
     *
     * @param scans what content scanners said, for the {@linkplain dev.postern.mail.Envelope#scans envelope} of the mail
     * @param changes what is to change in the header of the message that was judged; only where the content was judged
     * @param origin what was found of who stands behind the mail, for its envelope; null where that was not asked
     */
    record Accepted(
            List<ScanResult> scans,
            HeaderChanges changes,
            @Nullable ResultsField origin) implements Verdict {
        public Accepted {
            scans = List.copyOf(scans);
        }

        /** An acceptance that changes nothing. */
        public Accepted(List<ScanResult> scans) {
            this(scans, HeaderChanges.NONE);
        }

        /** An acceptance that says nothing of the origin. */
        public Accepted(List<ScanResult> scans, HeaderChanges changes) {
            this(scans, changes, null);
        }
    }

    /**
     * It is to be thrown away: the client is told that the mail was taken, and nobody gets it. Only the content is judged so.
     *
     * @param judge who says so, for the log
     */
    record Discarded(String judge) implements Verdict {}

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
