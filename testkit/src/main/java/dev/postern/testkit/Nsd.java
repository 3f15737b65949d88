package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A DNS server of our own, NSD, which knows some zones and refuses questions about others; on a loopback port, by UDP and TCP. */
public final class Nsd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess server;
    private final int port;

    private Nsd(ScratchDirectory directory, ChildProcess server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param zones the text of each zone (RFC 1035 §5) by its name
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Nsd serving(Map<String, String> zones) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-nsd-");
        try {
            int port = FreePort.onLoopback();
            StringBuilder settings = new StringBuilder(settings(directory.path(), port));
            int number = 0;
            for (Map.Entry<String, String> zone : zones.entrySet()) {
                String file = "zone" + number++;
                directory.write(file, zone.getValue());
                settings.append("zone:\n  name: \"%s\"\n  zonefile: \"%s\"\n".formatted(zone.getKey(), file));
            }
            Path file = directory.write("nsd.conf", settings.toString());
            ChildProcess server = ChildProcess.start(
                    "nsd",
                    List.of(Peers.path("nsd"), "-d", "-c", file.toString()),
                    directory.path().resolve("log"));
            server.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new Nsd(directory, server, port);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** What it has logged so far. */
    public String log() throws IOException {
        return server.output();
    }

    /** Ends it and removes all of its files. */
    @Override
    public void close() throws IOException {
        server.close();
        directory.close();
    }

    private static String settings(Path directory, int port) {
        return """
                server:
                  ip-address: 127.0.0.1@%2$d
                  server-count: 1
                  username: ""
                  database: ""
                  zonesdir: "%1$s"
                  pidfile: "%1$s/nsd.pid"
                  xfrdfile: "%1$s/xfrd.state"
                  xfrdir: "%1$s"
                  zonelistfile: "%1$s/zone.list"
                remote-control:
                  control-enable: no
                """.formatted(directory, port);
    }
}
