package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a main class with our own class path in a JVM of its own.
 *
 * <p>Its side of the contract: it prints its port as the first line, and ends when its standard input does.
 */
public final class JavaServer {
    /** What Payara and WildFly give themselves by default; the rest is the JVM's own choice. */
    public static final String HEAP = "-Xmx512m";

    private JavaServer() {}

    /**
     * A running server and the loopback port it listens on.
     *
     * @param process to be closed by the caller
     */
    public record Running(ServerProcess process, int port) {}

    /**
     * Starts it and waits until it listens.
     *
     * @param arguments of its main method
     * @param log takes what the server logs
     */
    public static Running start(String name, String mainClass, List<String> arguments, Path log) {
        return start(name, List.of(HEAP), mainClass, arguments, log);
    }

    /**
     * The same, with options of the JVM.
     *
     * @param options such as the size of its heap
     * @param arguments of its main method
     * @param log takes what the server logs
     */
    public static Running start(String name, List<String> options, String mainClass, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        ServerProcess process =
                ServerProcess.start(name, new ProcessBuilder(command).redirectError(Redirect.to(log.toFile())));
        try {
            return new Running(process, port(process, log));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static int port(ServerProcess server, Path log) {
        try {
            String line = server.readLine();
            if (line == null) {
                throw new BenchException(server.name() + " did not start: "
                        + Files.readString(log).strip());
            }
            return Integer.parseInt(line);
        } catch (IOException | NumberFormatException e) {
            throw new BenchException(server.name() + " did not say its port: " + e.getMessage(), e);
        }
    }
}
