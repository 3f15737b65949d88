package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Some clients, each of which sends ten mails in a connection, then opens the next; also where one was refused or broke off. */
public final class ReturningClients implements AutoCloseable {
    private static final int FEW = 4;
    private static final int MAILS_PER_CONNECTION = 10;
    private static final long SECONDS_TO_END = 60;

    private final ExecutorService clients;
    private final int port;
    private final long pauseNanos;
    private final Sending sending;
    private final Consumer<IOException> failed;
    private volatile boolean running = true;

    private ReturningClients(int count, int port, long pauseNanos, Sending sending, Consumer<IOException> failed) {
        this.clients = Executors.newFixedThreadPool(count);
        this.port = port;
        this.pauseNanos = pauseNanos;
        this.sending = sending;
        this.failed = failed;
    }

    /** Sends one mail. */
    public interface Sending {
        /** @throws RefusedException if it is not taken */
        void send(Dialogue client) throws IOException;
    }

    /**
     * Starts to send, with four clients.
     *
     * @param pauseNanos between a client's mails, and behind a failure
     * @param sending is called by several threads at once
     * @param failed is told why a connection ended before its time: a {@link RefusedException}, or that it broke off
     */
    public static ReturningClients start(int port, long pauseNanos, Sending sending, Consumer<IOException> failed) {
        return start(FEW, port, pauseNanos, sending, failed);
    }

    /** The same, with so many clients. */
    public static ReturningClients start(
            int count, int port, long pauseNanos, Sending sending, Consumer<IOException> failed) {
        ReturningClients started = new ReturningClients(count, port, pauseNanos, sending, failed);
        for (int i = 0; i < count; i++) {
            started.clients.execute(started::run);
        }
        return started;
    }

    /** Ends the traffic behind the mails that are open. */
    @Override
    public void close() {
        running = false;
        ClientThreads.end(clients, SECONDS_TO_END);
    }

    private void run() {
        while (running) {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                for (int i = 0; i < MAILS_PER_CONNECTION && running; i++) {
                    sending.send(client);
                    LockSupport.parkNanos(pauseNanos);
                }
                client.say("QUIT", "221");
            } catch (IOException e) { // it is counted, and tried again
                failed.accept(e);
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }
}
