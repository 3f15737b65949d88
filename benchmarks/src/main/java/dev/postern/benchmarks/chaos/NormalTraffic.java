package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Well-behaved clients, each of which sends ten mails in a connection, then opens the next. */
final class NormalTraffic implements AutoCloseable {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final String MAIL = "Subject: Hello\r\n\r\n" + "All is as it should be.\r\n".repeat(200) + ".\r\n";

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Latencies latencies = new Latencies();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong names = new AtomicLong();
    private final ReturningClients clients;

    private NormalTraffic(int port) {
        clients = ReturningClients.start(port, PAUSE_NANOS, this::send, failure -> refused.incrementAndGet());
    }

    static NormalTraffic start(int port) {
        return new NormalTraffic(port);
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
        clients.close();
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
