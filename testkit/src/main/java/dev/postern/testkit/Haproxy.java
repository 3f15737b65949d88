package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A load balancer, HAProxy, in front of mail servers on loopback: it asks each whether it answers, and tells it who its clients are. */
public final class Haproxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess process;
    private final int port;

    private Haproxy(ScratchDirectory directory, ChildProcess process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param ports of the servers, which take turns
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Haproxy before(List<Integer> ports) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-haproxy-");
        try {
            int port = FreePort.onLoopback();
            Path settings = directory.write("haproxy.cfg", settings(port, ports));
            ChildProcess process = ChildProcess.start(
                    "haproxy",
                    List.of(Peers.path("haproxy"), "-db", "-f", settings.toString()),
                    directory.path().resolve("log"));
            process.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new Haproxy(directory, process, port);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static String settings(int port, List<Integer> ports) {
        StringBuilder settings = new StringBuilder("""
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 6m
                    timeout server 11m
                listen smtp
                    bind 127.0.0.1:%d
                    balance roundrobin
                    option redispatch
                    retries 2
                    default-server send-proxy-v2 check check-send-proxy inter 1s
                """.formatted(port));
        for (int each : ports) {
            settings.append("    server s%d 127.0.0.1:%d%n".formatted(each, each));
        }
        return settings.toString();
    }

    /** Where clients find it. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.close();
        directory.close();
    }
}
