package dev.postern.benchmarks.server;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes each message unread. */
final class Taken implements MailSink {
    private static final CompletionStage<Reply> TAKEN =
            CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        message.close();
        return TAKEN;
    }
}
