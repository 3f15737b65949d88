package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The replies that a session waits for, in the order of its commands, each with its patience. Used on the event loop only. */
final class PendingReplies {
    private final EventLoop eventLoop;
    private final Runnable onTimeout;
    private final Deque<Pending> queue = new ArrayDeque<>();
    private @Nullable Future<?> alarm;
    private long headSince;

    private record Pending(CompletableFuture<Reply> reply, Duration patience) {}

    /** @param onTimeout called when the first reply does not come in its time */
    PendingReplies(EventLoop eventLoop, Runnable onTimeout) {
        this.eventLoop = eventLoop;
        this.onTimeout = onTimeout;
    }

    CompletableFuture<Reply> expect(Duration patience) {
        if (queue.isEmpty()) {
            headSince = System.nanoTime();
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        queue.add(new Pending(reply, patience));
        if (alarm == null) {
            watch(patience.toNanos());
        }
        return reply;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Bytes move, so the wait for the first reply starts again. */
    void progress() {
        headSince = System.nanoTime();
    }

    /** Gives the reply to the first that waits; false if none does. */
    boolean complete(Reply reply) {
        Pending head = queue.poll();
        headSince = System.nanoTime();
        return head != null && head.reply.complete(reply);
    }

    void failAll(Throwable cause) {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        Pending head;
        while ((head = queue.poll()) != null) {
            head.reply.completeExceptionally(cause);
        }
    }

    // One alarm for all: it looks at the head when it rings, and is set anew for what is left.
    private void watch(long nanos) {
        alarm = eventLoop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        alarm = null;
        Pending head = queue.peek();
        if (head == null) {
            return;
        }
        long rest = head.patience.toNanos() - (System.nanoTime() - headSince);
        if (rest <= 0) {
            onTimeout.run();
        } else {
            watch(rest);
        }
    }
}
