package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** One rude client of each kind, each visiting again and again. */
final class RudeTraffic implements AutoCloseable {
    private static final long SECONDS_TO_END = 60;
    private static final long PAUSE_NANOS = 100_000_000;

    private final ExecutorService clients = Executors.newFixedThreadPool(RudeClient.values().length);
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private volatile boolean running = true;

    static RudeTraffic start(int port) {
        RudeTraffic traffic = new RudeTraffic();
        for (RudeClient client : RudeClient.values()) {
            traffic.clients.execute(() -> traffic.visit(client, port));
        }
        return traffic;
    }

    /** How often what came of which client: the code of the reply, or how the connection ended. */
    synchronized Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Ends all visits, and waits for it. */
    @Override
    public void close() {
        running = false;
        ClientThreads.end(clients, SECONDS_TO_END);
    }

    private void visit(RudeClient client, int port) {
        while (running) {
            String outcome;
            try {
                outcome = code(client.visit(port, () -> running));
            } catch (RefusedException e) {
                outcome = code(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                outcome = "closed";
            }
            count(client + " " + outcome);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private static String code(String reply) {
        return reply.split(" ", 2)[0];
    }
}
