package dev.postern.smtp.delivery;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Brings mail to where it goes, and tells what came of it for each recipient. Safe for use by several threads. */
public interface Carrier extends AutoCloseable {
    /**
     * Attempts to deliver one mail; the message must stay open until the stage completes.
     *
     * @return one outcome for each recipient, in the envelope's order; fails only for a bug
     */
    CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message);

    /** What came of all attempts so far. */
    OutcomeCounts counts();

    /** Ends all connections; mails that wait for one are deferred. */
    @Override
    void close();
}
