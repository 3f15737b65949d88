package dev.postern.smtp.server;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given, and answers 250. */
final class RecordingSink implements MailSink {
    private final List<Mail> mails = new CopyOnWriteArrayList<>();

    /** One mail as it came, its content one character an octet. */
    record Mail(Envelope envelope, String content) {
        /** The content behind the trace field that the server put before it. */
        String sent() {
            int end = content.indexOf("\r\n");
            while (content.startsWith("\t", end + 2)) {
                end = content.indexOf("\r\n", end + 2);
            }
            return content.substring(end + 2);
        }
    }

    List<Mail> mails() {
        return mails;
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        try (message) {
            mails.add(new Mail(envelope, new String(message.toByteArray(), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
    }
}
