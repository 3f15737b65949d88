package dev.postern.smtp.server;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where a server puts the mail that it received.
 *
 * <p>The reply to the client waits for the stage, and no thread does: complete it with 250 when the mail is durable, with
 * 4yz when the client shall keep it and try again, with 5yz when it shall give up. A stage that fails is answered with 451.
 */
@FunctionalInterface
public interface MailSink {
    /**
     * Takes one mail. Called on an event loop: must not block.
     *
     * <p>The message belongs to the sink from here on, which closes it after its last read, also when it refuses the mail.
     */
    CompletionStage<Reply> accept(Envelope envelope, Message message);

    /**
     * Takes one mail from a client that is told for each recipient what became of it (RFC 2033 §4.2); as {@link #accept} else.
     *
     * @return a reply for each recipient, in the envelope's order; or one alone, which is for all of them
     */
    default CompletionStage<List<Reply>> acceptForEach(Envelope envelope, Message message) {
        return accept(envelope, message).thenApply(List::of);
    }

    /** Which demands of senders it honours; none unless it says so. Asked at each EHLO and MAIL. */
    default Honours honours() {
        return Honours.NONE;
    }
}
