package dev.postern.jca.inbound;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.DeadlineSink;
import dev.postern.smtp.server.Decision;
import dev.postern.smtp.server.LentThread;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings mails to the bean on threads of the application server, only so many at the same time; the others wait in their order, and no
 * thread waits with them. How many may wait is bounded by the listener's connections, each of which waits for one reply.
 *
 * <p>This bound is the portable one: beyond its pool one server refuses a bean at once, another blocks the call for minutes.
 */
final class Dispatcher implements DeadlineSink.Destination {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Reply STOPPING = Reply.of(451, "4.3.2", "The gateway is stopping; the mail stays with you");
    static final Reply NO_THREAD =
            Reply.of(451, "4.3.2", "The application server is busy; the mail stays with you, try again later");

    private final WorkManager workers;
    private final Endpoint endpoint;
    private final int most;
    private final boolean callers;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int running;
    private boolean stopped;

    /**
     * @param most mails that are with the bean at the same time
     * @param callers whether the bean is called as the user who has logged in, if any
     */
    Dispatcher(WorkManager workers, Endpoint endpoint, int most, boolean callers) {
        this.workers = workers;
        this.endpoint = endpoint;
        this.most = most;
        this.callers = callers;
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message, Decision decision) {
        Delivery delivery = new Delivery(envelope, message, decision);
        if (!enqueue(delivery)) {
            delivery.refuse(STOPPING);
        } else if (mayStartWorker()) {
            startWorker();
        }
        return delivery.reply();
    }

    /** Refuses what waits and all that comes; what is with the bean comes to its end. */
    void stop() {
        List<Delivery> refused;
        synchronized (this) {
            stopped = true;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(delivery -> delivery.refuse(STOPPING));
    }

    /** Waits, behind {@link #stop()}, until nothing is with the bean any more, or the time is up. */
    synchronized void awaitIdle(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        long rest = grace.toMillis();
        try {
            while (running > 0 && rest > 0) {
                wait(rest);
                rest = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The mails that are with the bean, or just about to be. */
    synchronized int active() {
        return running;
    }

    /** The mails that wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean enqueue(Delivery delivery) {
        if (stopped) {
            return false;
        }
        forgetExpired();
        waiting.add(delivery);
        return true;
    }

    // Deadlines end in the order of the queue: what has expired stands at its head, and need not hold the spool.
    private void forgetExpired() {
        while (!waiting.isEmpty() && waiting.peek().isExpired()) {
            waiting.remove().run(endpoint);
        }
    }

    private synchronized boolean mayStartWorker() {
        if (running == most || waiting.isEmpty()) {
            return false;
        }
        running++;
        return true;
    }

    private void startWorker() {
        for (Delivery first = next(); first != null; first = next()) {
            if ((callers ? isGivenToACaller(first) : isGivenToAWorker(first)) || mayLeaveTheRestToOthers()) {
                return;
            }
        }
    }

    private synchronized boolean mayLeaveTheRestToOthers() {
        boolean others = running > 1;
        running -= others ? 1 : 0;
        return others;
    }

    private boolean isGivenToAWorker(Delivery delivery) {
        try {
            workers.scheduleWork(new Worker(delivery));
            return true;
        } catch (WorkException e) {
            refuseWithoutThread(delivery, e);
            return false;
        }
    }

    private boolean isGivenToACaller(Delivery delivery) {
        CallerWork work = new CallerWork(delivery, endpoint, this::startWorker);
        try {
            workers.scheduleWork(work, WorkManager.INDEFINITE, null, work);
            return true;
        } catch (WorkException e) { // perhaps of a work that a thread of the server has been told of too
            boolean ours = work.isStillToDo();
            if (ours) {
                refuseWithoutThread(delivery, e);
            }
            return !ours;
        }
    }

    private static void refuseWithoutThread(Delivery delivery, WorkException reason) {
        LOG.warn("No thread for a delivery: {}", reason.toString());
        delivery.refuse(NO_THREAD);
    }

    /** The next mail; without one the worker that asks is done. */
    private synchronized @Nullable Delivery next() {
        Delivery delivery = waiting.poll();
        if (delivery == null) {
            running--;
            notifyAll();
        }
        return delivery;
    }

    /** Brings one mail after the other to the bean, until none waits. */
    private final class Worker implements Work {
        private final Delivery first;

        Worker(Delivery first) {
            this.first = first;
        }

        @Override
        public void run() {
            try {
                for (Delivery delivery = first; delivery != null; delivery = next()) {
                    delivery.run(endpoint);
                }
            } finally {
                LentThread.leave();
            }
        }

        /** Nothing to do: WildFly calls it after each run, and a worker ends by itself when the listener is closed. */
        @Override
        public void release() {}
    }
}
