package dev.postern.kafka.source.listener;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Mail between the listener and the task: each waits here for its record to be handed over, and then for the broker.
 *
 * <p>A mail's reply is given once: by the broker's word, by the deadline, or by the stop, whichever comes first. What the deadline or
 * the stop answered while it waited here is never handed to Connect. What was handed over can't be recalled: where the broker takes it
 * after the deadline, it is a duplicate of what the client sends again. So while the broker is silent no more is handed over, and the
 * duplicates are no more than {@link Window} allows.
 */
final class Inbox implements MailSink {
    private static final Reply STOPPING = Reply.of(451, "4.3.2", "The gateway is stopping; the mail stays with you");
    private static final Reply TOO_LATE =
            Reply.of(451, "4.3.2", "Not stored before the deadline; the mail stays with you, try again later");

    private final Duration deadline;
    private final Window window;
    private final BlockingQueue<Mail> queue = new LinkedBlockingQueue<>();
    private final Set<Mail> handedOver = new LinkedHashSet<>(); // the oldest first
    private long octetsHandedOver;
    private volatile boolean stopping;

    Inbox(Duration deadline, Window window) {
        this.deadline = deadline;
        this.window = window;
    }

    /**
     * How much may be with Connect and without the broker's word.
     *
     * @param octets of messages; a message larger than that goes alone
     * @param silence how long the oldest may wait before no more follows
     */
    record Window(long octets, Duration silence) {}

    /** One mail that waits for its reply. */
    final class Mail {
        private final Envelope envelope;
        private final Message message;
        private final long size;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private long handedOver;

        private Mail(Envelope envelope, Message message) {
            this.envelope = envelope;
            this.message = message;
            this.size = message.size();
        }

        Envelope envelope() {
            return envelope;
        }

        Message message() {
            return message;
        }

        /**
         * Takes note of what became of the mail after it was handed over, and tells its client. Never blocks.
         *
         * @return false if the client was answered before
         */
        boolean settle(Reply text) {
            boolean first = reply.complete(text);
            release(this);
            return first;
        }
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        Mail mail = new Mail(envelope, message);
        mail.reply.completeOnTimeout(TOO_LATE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        queue.add(mail);
        mail.reply.thenAccept(reply -> discardExpired(mail, reply));
        if (stopping) {
            refuseQueued();
        }
        return mail.reply;
    }

    /**
     * The next mails whose clients still wait, at most this many; waits this long for the first. Each is closed by the caller after it
     * was read, and {@linkplain Mail#settle settled} when its outcome is known.
     */
    List<Mail> poll(int most, Duration patience) throws InterruptedException {
        List<Mail> mails = new ArrayList<>();
        long end = System.nanoTime() + patience.toNanos();
        if (!awaitWindow(end)) {
            return mails;
        }
        Mail next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        while (next != null) {
            if (next.reply.isDone()) {
                next.message.close();
            } else {
                handOver(next);
                mails.add(next);
            }
            next = mails.size() < most && isWindowOpen() ? queue.poll() : null;
        }
        return mails;
    }

    /** Refuses what was not handed over, waits for what was, and refuses that too when the patience ends. */
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        refuseQueued();
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            for (long rest = patience.toMillis(); !handedOver.isEmpty() && rest > 0; rest = millisTo(end)) {
                wait(rest);
            }
        }
        openMails().forEach(mail -> mail.reply.complete(STOPPING));
    }

    private synchronized List<Mail> openMails() {
        return List.copyOf(handedOver);
    }

    private synchronized void handOver(Mail mail) {
        mail.handedOver = System.nanoTime();
        handedOver.add(mail);
        octetsHandedOver += mail.size;
    }

    private synchronized void release(Mail mail) {
        if (handedOver.remove(mail)) {
            octetsHandedOver -= mail.size;
            notifyAll();
        }
    }

    private synchronized boolean isWindowOpen() {
        if (handedOver.isEmpty()) {
            return true;
        }
        long waited = System.nanoTime() - handedOver.iterator().next().handedOver;
        return octetsHandedOver < window.octets && waited < window.silence.toNanos();
    }

    private synchronized boolean awaitWindow(long end) throws InterruptedException {
        for (long rest = millisTo(end); !isWindowOpen() && rest > 0; rest = millisTo(end)) {
            wait(rest);
        }
        return isWindowOpen();
    }

    private void discardExpired(Mail mail, Reply reply) {
        if (reply.equals(TOO_LATE) && queue.remove(mail)) {
            mail.message.close();
        }
    }

    private void refuseQueued() {
        for (Mail mail = queue.poll(); mail != null; mail = queue.poll()) {
            mail.reply.complete(STOPPING);
            mail.message.close();
        }
    }

    private static long millisTo(long end) {
        return (end - System.nanoTime()) / 1_000_000;
    }
}
