package dev.postern.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program in a process of its own, which ends with this object and, at the latest, with this JVM, even if that is killed; so do its
 * descendants, but for those that a kill of this JVM leaves to the program's own end.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long SECONDS_TO_END = 5;
    private static final long MILLIS_BETWEEN_PROBES = 20;
    /** The lines of output that an error shows. */
    private static final int TAIL = 60;

    private final String name;
    private final Process process;
    private final Path output;
    private final Thread atExit;

    private ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.atExit = new Thread(this::end, "end-" + name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Tells whether a program does its work yet; asked again and again. */
    @FunctionalInterface
    public interface Probe {
        boolean isReady() throws IOException;
    }

    /**
     * Starts a program; it has no standard input.
     *
     * @param name what it is called in errors
     * @param command the program and its arguments
     * @param output the file that takes all that it prints
     * @throws IOException if it can't be started
     */
    public static ChildProcess start(String name, List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        OrphanGuard.watch(process);
        return new ChildProcess(name, process, output);
    }

    /** Ready when the port of the loopback address takes connections. */
    public static Probe listensOn(int port) {
        return () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) { // not yet
                return false;
            }
        };
    }

    /** Ready when the Unix socket takes connections. */
    public static Probe listensOn(Path socket) {
        return () -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return channel.isConnected();
            } catch (IOException e) { // not yet
                return false;
            }
        };
    }

    /**
     * Waits until the program is ready.
     *
     * @throws IllegalStateException if it ends, or is not ready in time; with what it printed last. It is stopped then
     * @throws IOException if the probe does
     */
    public void awaitReady(Duration patience, Probe probe) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!probe.isReady()) {
            boolean ended = endsWithin(MILLIS_BETWEEN_PROBES);
            if (ended || System.nanoTime() - deadline > 0) {
                String fate = ended ? " ended with " + process.exitValue() : " was not ready within " + patience;
                close();
                throw new IllegalStateException(name + fate + ":\n" + tail());
            }
        }
    }

    /**
     * Waits until the program has ended by itself.
     *
     * @return its exit code
     * @throws IllegalStateException if it does not end in time; with what it printed last. It is stopped then
     */
    public int awaitExit(Duration patience) throws IOException {
        if (!endsWithin(patience.toMillis())) {
            close();
            throw new IllegalStateException(name + " did not end within " + patience + ":\n" + tail());
        }
        close();
        return process.exitValue();
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the program runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** Completes when the program has ended, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return process.onExit().thenRun(() -> {});
    }

    /** Ends the program and its descendants by force, as a crash would ({@code kill -9}): it can finish nothing. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        endsWithin(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
        close();
    }

    /** Ends the program and its descendants: politely first, then by force. More calls do nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // the JVM is going down, and the hook is running
            return;
        }
    }

    /** The last lines that it has printed. */
    String tail() throws IOException {
        List<String> lines = output().lines().toList();
        int skipped = Math.max(0, lines.size() - TAIL);
        String note = skipped == 0 ? "" : "(" + skipped + " lines before these are in " + output + ")\n";
        return note + String.join("\n", lines.subList(skipped, lines.size()));
    }

    private void end() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        if (!endsWithin(TimeUnit.SECONDS.toMillis(SECONDS_TO_END))) {
            process.destroyForcibly();
            endsWithin(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
        }
        descendants.forEach(ProcessHandle::destroyForcibly); // what the program itself has not ended
    }

    private boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
