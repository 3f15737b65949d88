package dev.postern.smtp.policy;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletionStage;

/** Refuses mail that goes round in a circle, with 554 5.4.6: it has too many Received fields (RFC 5321 §6.3). */
public final class LoopDetection implements Check {
    /** What RFC 5321 §6.3 asks for at least. */
    public static final int DEFAULT_LIMIT = 100;

    private static final Verdict LOOP = new Verdict.Refused(Reply.of(554, "5.4.6", "Too many hops: a mail loop"));

    private final int most;

    /** @param most Received fields that a message may have, ours among them */
    public LoopDetection(int most) {
        this.most = most;
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        return HeaderScan.of(message).thenApply(header -> header.count("Received") > most ? LOOP : Verdict.ACCEPTED);
    }
}
