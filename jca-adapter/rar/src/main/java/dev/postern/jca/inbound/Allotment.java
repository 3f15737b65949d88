package dev.postern.jca.inbound;

import dev.postern.smtp.server.LentThread;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins shared deliveries on threads of the application server, which reading a mail needs, a few at the same time; the others wait in
 * their order, and no thread waits with them.
 */
final class Allotment {
    private static final Logger LOG = LoggerFactory.getLogger(Allotment.class);
    private static final int MOST_THREADS = 4;

    private final WorkManager workers;
    private final Deque<SharedDelivery> waiting = new ArrayDeque<>();
    private int running;

    Allotment(WorkManager workers) {
        this.workers = workers;
    }

    void begin(SharedDelivery delivery) {
        if (!mustStartThread(delivery)) {
            return;
        }
        try {
            workers.scheduleWork(new Turn());
        } catch (WorkException e) {
            LOG.warn("No thread to read a mail: {}", e.toString());
            withoutThread().forEach(each -> each.refuse(Dispatcher.NO_THREAD));
        }
    }

    private synchronized boolean mustStartThread(SharedDelivery delivery) {
        waiting.add(delivery);
        if (running == MOST_THREADS) {
            return false;
        }
        running++;
        return true;
    }

    /** What nobody will begin; nothing while there is another thread. */
    private synchronized List<SharedDelivery> withoutThread() {
        running--;
        if (running > 0) {
            return List.of();
        }
        List<SharedDelivery> left = List.copyOf(waiting);
        waiting.clear();
        return left;
    }

    private synchronized @Nullable SharedDelivery next() {
        SharedDelivery delivery = waiting.poll();
        if (delivery == null) {
            running--;
        }
        return delivery;
    }

    /** Begins one after the other until none waits. */
    private final class Turn implements Work {
        @Override
        public void run() {
            try {
                for (SharedDelivery delivery = next(); delivery != null; delivery = next()) {
                    delivery.begin();
                }
            } finally {
                LentThread.leave();
            }
        }

        @Override
        public void release() {}
    }
}
