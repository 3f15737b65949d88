package dev.postern.demo;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run: starts the parts, sends the mails, and at its end ends every part. */
final class Demo implements AutoCloseable {
    private static final Duration HOP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    private final Kit kit;
    private final Workspace workspace;
    private final Console console;
    private final Parts parts;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean tellsArrivals;
    private boolean closed;

    Demo(Kit kit, Workspace workspace, Console console) {
        this.kit = kit;
        this.workspace = workspace;
        this.console = console;
        this.parts = new Parts(console);
    }

    /**
     * Starts the parts and does the round.
     *
     * @param once whether to return then, and not to stay until a part ends
     * @throws DemoException if a hop fails or a part ends; names it
     */
    void run(boolean once) throws InterruptedException {
        CompletableFuture<Void> round = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        round(once);
                        round.complete(null);
                    } catch (Throwable e) {
                        round.completeExceptionally(e);
                    }
                },
                "round");
        worker.setDaemon(true); // if a part falls, nobody waits for what the round still waits for
        worker.start();
        awaitAny(round, parts.fallen());
        if (!once) {
            awaitAny(parts.fallen());
        }
    }

    private void awaitAny(CompletableFuture<?>... events) throws InterruptedException {
        try {
            CompletableFuture.anyOf(events).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DemoException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        String fallen = parts.fallen().getNow("");
        if (!fallen.isEmpty()) {
            throw new DemoException(fallen, "it ended by itself");
        }
    }

    private void round(boolean once) throws InterruptedException {
        console.print("Starting the parts, all on 127.0.0.1, with their files in " + workspace.path()
                + "; this takes half a minute to a minute ...");
        Topology topology = new Topology.Starter(kit, workspace, parts).start(this::arrived);
        Journey journey =
                new Journey(new Sender(HOP_PATIENCE), topology.topics(), topology.receiver(), console, HOP_PATIENCE);
        for (Entrance entrance : topology.entrances()) {
            journey.follow(entrance);
        }
        if (!once) {
            tellsArrivals = true;
            console.print(new Guide(kit, workspace).text(topology));
        }
    }

    private void arrived(Receiver.Arrival arrival) {
        if (tellsArrivals) {
            console.print(LocalTime.ofInstant(arrival.at(), ZoneId.systemDefault())
                            .truncatedTo(ChronoUnit.SECONDS) + "  arrived: "
                    + Printable.line(String.valueOf(arrival.envelope())) + ", in " + arrival.file());
        }
    }

    /** Whether its end has been asked for, or is within this time: Ctrl-C reaches every part, and any may be the first to heed it. */
    boolean isClosingWithin(Duration patience) throws InterruptedException {
        return closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends every part, also those that were just starting, and deletes the files. More calls wait for that. */
    @Override
    public void close() {
        closing.countDown();
        end();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        console.print("\nEnding every part ...");
        try {
            parts.close();
            endDescendants();
            workspace.close();
            console.print("All parts have ended." + workspace.remains());
        } catch (Exception e) {
            console.print("The end was not clean: " + Printable.line(String.valueOf(e)));
        }
    }

    // What was started just now is not among the parts yet.
    private static void endDescendants() throws InterruptedException {
        for (ProcessHandle descendant : ProcessHandle.current().descendants().toList()) {
            descendant.destroyForcibly();
            try {
                descendant.onExit().get(END_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("process " + descendant.pid() + " does not end", e);
            }
        }
    }
}
