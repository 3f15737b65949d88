package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, which ends with this object and, at the latest, with this JVM. */
public final class ServerProcess implements MeasuredProcess {
    private static final long SECONDS_TO_END = 5;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Thread atExit;

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.atExit = new Thread(this::end, "end-" + name);
        Runtime.getRuntime().addShutdownHook(atExit); // also on Ctrl-C
    }

    /** Starts the server; what it prints to its standard error belongs into a file or the console. */
    public static ServerProcess start(String name, ProcessBuilder command) {
        try {
            return new ServerProcess(name, command.start());
        } catch (IOException e) {
            throw new BenchException(name + " can't be started: " + e.getMessage(), e);
        }
    }

    /** What the server is called. */
    public String name() {
        return name;
    }

    /** The next line of its standard output, or null at its end. */
    @Nullable
    String readLine() throws IOException {
        return output.readLine();
    }

    /**
     * Sends a line to its standard input, and gives the line that it answers.
     *
     * @throws BenchException if it does not
     */
    public String ask(String question) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((question + '\n').getBytes(StandardCharsets.UTF_8));
            input.flush();
            String answer = readLine();
            if (answer != null) {
                return answer;
            }
        } catch (IOException e) {
            throw new BenchException(name + " can't be asked: " + e.getMessage(), e);
        }
        throw new BenchException(name + " has ended by itself");
    }

    /** Whether the server runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long cpuMicros() {
        if (!process.isAlive()) {
            throw new BenchException(name + " has ended by itself with status " + process.exitValue());
        }
        return CpuTime.ofTree(process.toHandle());
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // the JVM is going down, and the hook is running
            return;
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
