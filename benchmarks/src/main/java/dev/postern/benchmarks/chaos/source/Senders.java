package dev.postern.benchmarks.chaos.source;

import dev.postern.benchmarks.chaos.Dialogue;
import dev.postern.benchmarks.chaos.MailNumber;
import dev.postern.benchmarks.chaos.RefusedException;
import dev.postern.benchmarks.chaos.ReturningClients;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send each mail until it is taken, as mail servers do: what was put off or got no reply is sent again. smtp-source does not tell which of its
 * mails got a 250, so these are our own.
 */
final class Senders implements AutoCloseable {
    private static final int CLIENTS = 20;
    private static final long BEHIND_FAILURE_NANOS = 20_000_000;
    private static final long NEXT_WITHIN_MILLIS = 100;
    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;
    private static final String ACCEPTED = "250 2.0.0 Accepted as ";
    private static final String TEXT = "A line of a mail that comes into a broken world.\r\n".repeat(40) + ".\r\n";

    private final BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>();
    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private final AtomicIntegerArray putOff;
    private final AtomicIntegerArray unanswered;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong comeBacks = new AtomicLong();
    private final ReturningClients clients;

    /**
     * Clients that wait for mails to send.
     *
     * @param port of the listener
     * @param mails how many there will be
     */
    Senders(int port, int mails) {
        putOff = new AtomicIntegerArray(mails);
        unanswered = new AtomicIntegerArray(mails);
        clients = ReturningClients.start(CLIENTS, port, 0, this::send, this::failed);
    }

    /** Hands them the mails of these numbers. */
    void give(int from, int to) {
        for (int number = from; number < to; number++) {
            waiting.add(number);
        }
    }

    /**
     * Waits until so many mails have got their 250.
     *
     * @param patience with the next one
     * @throws IllegalStateException if it does not come
     */
    void awaitAccepted(int wanted, Duration patience) {
        int before = accepted.size();
        long since = System.nanoTime();
        while (accepted.size() < wanted) {
            if (accepted.size() > before) {
                before = accepted.size();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > patience.toNanos()) {
                throw new IllegalStateException("only " + accepted.size() + " of " + wanted
                        + " mails were taken, and none for " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** Waits until one more mail has been put off, or for this long at most. */
    void awaitPutOff(Duration most) {
        long before = putOff();
        long since = System.nanoTime();
        while (putOff() == before && System.nanoTime() - since < most.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private long putOff() {
        long sum = 0;
        for (int number = 0; number < putOff.length(); number++) {
            sum += putOff.get(number);
        }
        return sum;
    }

    /** The ids of the mails that got a 250, as it names them, by their numbers. */
    Map<Integer, String> accepted() {
        return accepted;
    }

    /** How often a mail was sent whole, and answered with 4yz. */
    int putOff(int number) {
        return putOff.get(number);
    }

    /** How often a mail was sent whole, and not answered. */
    int unanswered(int number) {
        return unanswered.get(number);
    }

    /** How often a mail or a connection was refused for good (5yz). */
    long refused() {
        return refused.get();
    }

    /** How often a mail, or a connection, was put off, or a connection not to be had or lost. */
    long comeBacks() {
        return comeBacks.get();
    }

    /** Ends the clients; what is waiting stays unsent. */
    @Override
    public void close() {
        waiting.clear();
        clients.close();
    }

    private void failed(IOException failure) {
        boolean isFinal = failure instanceof RefusedException refusal && refusal.isFinal();
        (isFinal ? refused : comeBacks).incrementAndGet();
        LockSupport.parkNanos(BEHIND_FAILURE_NANOS);
    }

    private void send(Dialogue client) throws IOException {
        Integer number = next();
        if (number != null) {
            send(number, client);
        }
    }

    private @Nullable Integer next() {
        try {
            return waiting.poll(NEXT_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void send(int number, Dialogue client) throws IOException {
        boolean whole = false;
        try {
            client.say("MAIL FROM:<ann@sender.example>", "250");
            client.say("RCPT TO:<bob" + number + "@" + SourceBed.DOMAIN + ">", "250");
            client.say("DATA", "354");
            client.send(MailNumber.FIELD + number + "\r\nSubject: Mail " + number + "\r\n\r\n" + TEXT);
            whole = true;
            accepted.put(number, id(client.reply()));
        } catch (IOException e) {
            if (whole) {
                (e instanceof RefusedException ? putOff : unanswered).incrementAndGet(number);
            }
            waiting.add(number);
            throw e;
        }
    }

    private static String id(String reply) throws RefusedException {
        if (!reply.startsWith(ACCEPTED)) {
            throw new RefusedException(reply);
        }
        return reply.substring(ACCEPTED.length());
    }
}
