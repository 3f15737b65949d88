package dev.postern.kafka.source;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Mail between the listener and the task: each waits here for its record to be polled, and then for the broker.
 *
 * <p>A mail's reply is given once: by the broker's acknowledgement, by the deadline, or by the stop, whichever comes first. What the
 * deadline or the stop answered before it was polled is never handed to Connect.
 */
final class Inbox implements MailSink {
    private static final Reply STOPPING = Reply.of(451, "4.3.2", "The gateway is stopping; the mail stays with you");
    private static final Reply TOO_LATE =
            Reply.of(451, "4.3.2", "Not stored before the deadline; the mail stays with you, try again later");

    private final Duration deadline;
    private final BlockingQueue<Mail> queue = new LinkedBlockingQueue<>();
    private final Set<Mail> polled = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Inbox(Duration deadline) {
        this.deadline = deadline;
    }

    /** One mail that waits for its reply. */
    static final class Mail {
        private final Envelope envelope;
        private final Message message;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();

        private Mail(Envelope envelope, Message message) {
            this.envelope = envelope;
            this.message = message;
        }

        Envelope envelope() {
            return envelope;
        }

        Message message() {
            return message;
        }

        boolean isAnswered() {
            return reply.isDone();
        }

        /** Answers the client; false if it was answered before. */
        boolean answer(Reply text) {
            return reply.complete(text);
        }
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        Mail mail = new Mail(envelope, message);
        mail.reply.completeOnTimeout(TOO_LATE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        queue.add(mail);
        if (stopping) {
            refuseQueued();
        }
        return mail.reply;
    }

    /** The next mails whose clients still wait, at most this many; waits this long for the first. They are closed by the caller. */
    List<Mail> poll(int most, Duration patience) throws InterruptedException {
        List<Mail> mails = new ArrayList<>();
        @Nullable Mail first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return mails;
        }
        mails.add(first);
        queue.drainTo(mails, most - 1);
        mails.removeIf(mail -> {
            boolean expired = mail.isAnswered();
            if (expired) {
                mail.message.close();
            }
            return expired;
        });
        for (Mail mail : mails) {
            polled.add(mail);
            mail.reply.whenComplete((reply, failure) -> polled.remove(mail));
        }
        return mails;
    }

    /** Refuses what was not polled, waits for what was, and refuses that too when the patience ends. */
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        refuseQueued();
        CompletableFuture<?> answered =
                CompletableFuture.allOf(polled.stream().map(mail -> mail.reply).toArray(CompletableFuture[]::new));
        answered.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        polled.forEach(mail -> mail.answer(STOPPING));
    }

    private void refuseQueued() {
        for (Mail mail = queue.poll(); mail != null; mail = queue.poll()) {
            mail.answer(STOPPING);
            mail.message.close();
        }
    }
}
