package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that begin a large mail each at the same moment. */
final class BigMails implements AutoCloseable {
    private static final byte[] LINES = ("x".repeat(76) + "\r\n").repeat(840).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ExecutorService clients;
    private final CountDownLatch atTheSameMoment;
    private final List<Future<?>> open = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();

    private BigMails(int count) {
        clients = Executors.newFixedThreadPool(count);
        atTheSameMoment = new CountDownLatch(count);
    }

    /**
     * Starts them.
     *
     * @param octets of each mail, rounded up to a block of lines
     */
    static BigMails start(int port, int count, long octets) {
        BigMails mails = new BigMails(count);
        for (int i = 0; i < count; i++) {
            String name = "b" + i;
            mails.open.add(mails.clients.submit(() -> mails.send(port, name, octets)));
        }
        return mails;
    }

    /** The octets that a mail of this size has when rounded. */
    static long rounded(long octets) {
        return (octets + LINES.length - 1) / LINES.length * LINES.length;
    }

    /** Octets of content that the server's side of the connections has taken so far. */
    long sent() {
        return sent.get();
    }

    /** The names of the mails that were answered with 250. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** What else was answered. */
    Set<String> refusals() {
        return refusals;
    }

    /** Whether all have their answer. */
    boolean areDone() {
        return open.stream().allMatch(Future::isDone);
    }

    /** Waits for the last answer. */
    void await() throws InterruptedException, ExecutionException {
        for (Future<?> client : open) {
            client.get();
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }

    private void send(int port, String name, long octets) {
        boolean counted = false;
        try (Dialogue client = new Dialogue(port)) {
            client.upToContent(name);
            counted = true;
            atTheSameMoment.countDown();
            atTheSameMoment.await();
            for (long rest = octets; rest > 0; rest -= LINES.length) {
                client.send(LINES);
                sent.addAndGet(LINES.length);
            }
            client.send(END);
            String reply = client.reply();
            (reply.startsWith("250 ") ? acknowledged : refusals).add(reply.startsWith("250 ") ? name : reply);
        } catch (IOException e) {
            refusals.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!counted) {
                atTheSameMoment.countDown();
            }
        }
    }
}
