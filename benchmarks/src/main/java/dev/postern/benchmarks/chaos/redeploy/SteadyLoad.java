package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Postfix's smtp-source(1), time and again, to the application that is left alone. It gives up at the first reply that is no success and at the first
 * connection that it does not get: so a run that comes to its end has noticed nothing.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int SESSIONS = 20;
    private static final int MAILS = 400;
    private static final String MOST_SECONDS_BETWEEN = "1";

    private final Path executable;
    private final int port;
    private final boolean keepsConnections;
    private final List<String> complaints = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    private SteadyLoad(Path executable, int port, boolean keepsConnections) {
        this.executable = executable;
        this.port = port;
        this.keepsConnections = keepsConnections;
        this.thread = new Thread(this::run, "steady-load");
    }

    /**
     * Starts to send.
     *
     * @param keepsConnections whether each client sends all of its mails in one connection
     */
    static SteadyLoad start(Path executable, int port, boolean keepsConnections) {
        SteadyLoad load = new SteadyLoad(executable, port, keepsConnections);
        load.thread.start();
        return load;
    }

    /** What runs complained of; none after {@link #close()} is what one wishes for. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How many mails were sent in runs that came to their end. */
    int sent() {
        return (runs.get() - complaints.size()) * MAILS;
    }

    /** How many of the mails of runs that came to their end are not among these notes of a bean. */
    long lost(List<String> notes) {
        Set<String> noted = new HashSet<>();
        notes.forEach(line -> noted.add(line.substring(line.indexOf(' ') + 1)));
        long lost = 0;
        for (int run = 1; complaints.isEmpty() && run <= runs.get(); run++) {
            for (int mail = 1; mail <= MAILS; mail++) {
                lost += noted.contains(sender(run) + ' ' + mail + recipient()) ? 0 : 1;
            }
        }
        return lost;
    }

    /** Ends it behind the run that is under way. */
    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running && complaints.isEmpty()) {
            try {
                Process process = new ProcessBuilder(command(runs.incrementAndGet()))
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    complaints.add(said.strip());
                }
            } catch (IOException e) {
                throw new BenchException(executable + " can't be run: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<String> command(int run) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        if (keepsConnections) {
            command.add("-d");
        }
        command.addAll(List.of("-s", String.valueOf(SESSIONS), "-m", String.valueOf(MAILS)));
        command.addAll(List.of("-w", MOST_SECONDS_BETWEEN, "-l", "2048", "-N", "-M", "client.test"));
        command.addAll(List.of("-f", sender(run), "-t", recipient(), "127.0.0.1:" + port));
        return command;
    }

    private String sender(int run) {
        return (keepsConnections ? "kept-" : "short-") + run + "@client.test";
    }

    private static String recipient() {
        return "mail@" + Bed.RIGHT;
    }
}
