package dev.postern.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The parts that run: the first that ends by itself is named, and all are ended together, the last started first. */
final class Parts implements AutoCloseable {
    private final Console console;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final CompletableFuture<String> fallen = new CompletableFuture<>();
    private boolean closed;

    Parts(Console console) {
        this.console = console;
    }

    /** Starts a part, and returns when it is ready. */
    @FunctionalInterface
    interface Start<T> {
        T start() throws Exception;
    }

    /**
     * Starts a part and takes it over.
     *
     * @param where tells where it is to be found
     * @param exit gives what completes when the part ends, for whatever reason
     * @throws DemoException if it does not start
     */
    <T extends AutoCloseable> T start(
            String name, Start<T> start, Function<T, String> where, Function<T, CompletableFuture<Void>> exit) {
        T part = step(name, start, where);
        synchronized (this) {
            running.push(part);
        }
        exit.apply(part).thenRun(() -> fell(name));
        return part;
    }

    /**
     * Takes a step of the start, and tells of it.
     *
     * @param where tells what came of it
     * @throws DemoException if it fails
     */
    <T> T step(String name, Start<T> start, Function<T, String> where) {
        long begin = System.nanoTime();
        try {
            T result = start.start();
            console.started(name, where.apply(result), Duration.ofNanos(System.nanoTime() - begin));
            return result;
        } catch (DemoException e) {
            throw e;
        } catch (Exception e) {
            throw new DemoException(name, e);
        }
    }

    /** Completes with the name of the first part that ended though nobody wanted it. */
    CompletableFuture<String> fallen() {
        return fallen;
    }

    private void fell(String name) {
        if (!isClosed()) {
            fallen.complete(name);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** @throws IOException if a part can't be ended; the others are */
    @Override
    public void close() throws IOException {
        Deque<AutoCloseable> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(running);
            running.clear();
        }
        IOException failure = new IOException("parts that did not end");
        for (AutoCloseable part : left) {
            try {
                part.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
