package dev.postern.benchmarks.chaos;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** How the threads of clients end. */
public final class ClientThreads {
    private ClientThreads() {}

    /** Lets what they do come to its end within some seconds, and interrupts what is left. */
    public static void end(ExecutorService clients, long seconds) {
        clients.shutdown();
        try {
            if (!clients.awaitTermination(seconds, TimeUnit.SECONDS)) {
                clients.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
