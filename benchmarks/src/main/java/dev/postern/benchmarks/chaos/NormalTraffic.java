package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Well-behaved clients, each of which sends ten mails in a connection, then opens the next. */
final class NormalTraffic implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int MAILS_PER_CONNECTION = 10;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long SECONDS_TO_END = 60;
    private static final String MAIL = "Subject: Hello\r\n\r\n" + "All is as it should be.\r\n".repeat(200) + ".\r\n";

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Latencies latencies = new Latencies();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong names = new AtomicLong();
    private volatile boolean running = true;

    static NormalTraffic start(int port) {
        NormalTraffic traffic = new NormalTraffic();
        for (int i = 0; i < CLIENTS; i++) {
            traffic.clients.execute(() -> traffic.run(port));
        }
        return traffic;
    }

    /** The names of the mails that were answered with 250. */
    Set<String> acknowledged() {
        return new HashSet<>(acknowledged);
    }

    /** How many were. */
    int count() {
        return acknowledged.size();
    }

    /** Connections and mails that were refused, or broke off. */
    long refused() {
        return refused.get();
    }

    /** From MAIL to the 250 behind the content. */
    Latencies.Summary latency() {
        return latencies.summary();
    }

    /** Ends the traffic behind the mails that are open. */
    @Override
    public void close() {
        running = false;
        ClientThreads.end(clients, SECONDS_TO_END);
    }

    private void run(int port) {
        while (running) {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                for (int i = 0; i < MAILS_PER_CONNECTION && running; i++) {
                    send(client);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                client.say("QUIT", "221");
            } catch (IOException e) { // it is counted, and tried again
                refused.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void send(Dialogue client) throws IOException {
        String name = "m" + names.incrementAndGet();
        long start = System.nanoTime();
        client.mail(name);
        client.send(MAIL);
        String reply = client.reply();
        if (!reply.startsWith("250 ")) {
            throw new RefusedException(reply);
        }
        latencies.add(System.nanoTime() - start);
        acknowledged.add(name);
    }
}
