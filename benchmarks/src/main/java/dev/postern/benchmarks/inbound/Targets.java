package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.ServerProcess;
import dev.postern.benchmarks.server.PosternServer;
import dev.postern.benchmarks.server.SubEthaServer;
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

/** Starts the servers that are measured, each in a process of its own on a free loopback port. */
public final class Targets {
    /** The name of the gateway in rows and ratios. */
    public static final String POSTERN = "postern";

    /** The name of Postfix's discarding server in rows and ratios. */
    public static final String SMTP_SINK = "smtp-sink";

    /** The name of SubEthaSMTP in rows and ratios. */
    public static final String SUBETHASMTP = "subethasmtp";

    /** The peers in the order of the table. */
    public static final List<String> PEERS = List.of(SMTP_SINK, SUBETHASMTP);

    private static final int JVM_WARM_UPS = 2;
    private static final int SINK_BACKLOG = 1024;
    private static final int SINK_ATTEMPTS = 5;
    private static final Duration SINK_PATIENCE = Duration.ofSeconds(10);

    private Targets() {}

    /** Postern, accepting mail for the domain of the load. */
    public static Target postern(Path logs) {
        return java(POSTERN, PosternServer.class, logs);
    }

    /** SubEthaSMTP. */
    public static Target subEthaSmtp(Path logs) {
        return java(SUBETHASMTP, SubEthaServer.class, logs);
    }

    /** Postfix's smtp-sink. */
    public static Target smtpSink(Path executable) {
        for (int attempt = 1; attempt <= SINK_ATTEMPTS; attempt++) {
            int port = freePort(); // another process may take it before smtp-sink does
            ServerProcess process = ServerProcess.start(SMTP_SINK, sinkCommand(executable, port));
            if (greets(process, port)) {
                return new Target(SMTP_SINK, process, port, 1);
            }
            process.close();
        }
        throw new BenchException(executable + " does not greet on a free loopback port");
    }

    private static Target java(String name, Class<?> mainClass, Path logs) {
        JavaServer.Running server =
                JavaServer.start(name, mainClass.getName(), SmtpSource.DOMAIN, logs.resolve(name + ".log"));
        return new Target(name, server.process(), server.port(), JVM_WARM_UPS);
    }

    private static ProcessBuilder sinkCommand(Path executable, int port) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        if (System.getProperty("user.name").equals("root")) { // which it refuses to run as
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(SINK_BACKLOG)));
        return new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free loopback port: " + e.getMessage(), e);
        }
    }

    private static boolean greets(ServerProcess process, int port) {
        long deadline = System.nanoTime() + SINK_PATIENCE.toNanos();
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
