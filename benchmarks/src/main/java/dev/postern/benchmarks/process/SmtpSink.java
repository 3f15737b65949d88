package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postfix's smtp-sink(1), which takes all mail and throws it away, on a free loopback port. */
public record SmtpSink(ServerProcess process, int port) {
    private static final int BACKLOG = 1024;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Starts one that says nothing. */
    public static SmtpSink start(Path executable) {
        return start(executable, false);
    }

    /** Starts one that prints how many mails it has taken, with each. */
    static SmtpSink counting(Path executable) {
        return start(executable, true);
    }

    private static SmtpSink start(Path executable, boolean counts) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort(); // another process may take it before smtp-sink does
            ServerProcess process = ServerProcess.start("smtp-sink", command(executable, port, counts));
            if (greets(process, port)) {
                return new SmtpSink(process, port);
            }
            process.close();
        }
        throw new BenchException(executable + " does not greet on a free loopback port");
    }

    private static ProcessBuilder command(Path executable, int port, boolean counts) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        if (System.getProperty("user.name").equals("root")) { // which it refuses to run as
            command.addAll(List.of("-u", "nobody"));
        }
        if (counts) {
            command.add("-c");
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(BACKLOG)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        return counts ? builder : builder.redirectOutput(Redirect.DISCARD);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free loopback port: " + e.getMessage(), e);
        }
    }

    private static boolean greets(ServerProcess process, int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                InputStream in = socket.getInputStream();
                return in.read() == '2' && process.isAlive();
            } catch (IOException e) { // it does not listen yet
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
