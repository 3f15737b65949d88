package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A DNS resolver of our own, Unbound, which asks servers on loopback for some zones and verifies those that have a key here; on a loopback port,
 * by UDP and TCP. It knows no other zone.
 */
public final class Unbound implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess server;
    private final int port;

    private Unbound(ScratchDirectory directory, ChildProcess server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param zones who is asked for each zone, by its name
     * @param anchors the keys that are trusted, as DNSKEY records; a zone without one is taken for unsigned
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Unbound resolving(Map<String, InetSocketAddress> zones, List<String> anchors) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-unbound-");
        try {
            int port = FreePort.onLoopback();
            Path keys = directory.write("anchors", String.join("\n", anchors));
            StringBuilder settings = new StringBuilder(settings(directory.path(), port));
            if (!anchors.isEmpty()) {
                settings.append("  trust-anchor-file: \"").append(keys).append("\"\n");
            }
            zones.forEach((zone, address) ->
                    settings.append("stub-zone:\n  name: \"%s\"\n  stub-addr: 127.0.0.1@%d\n  stub-no-cache: yes\n"
                            .formatted(zone, address.getPort())));
            Path file = directory.write("unbound.conf", settings.toString());
            ChildProcess server = ChildProcess.start(
                    "unbound",
                    List.of(Peers.path("unbound"), "-d", "-c", file.toString()),
                    directory.path().resolve("log"));
            server.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new Unbound(directory, server, port);
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
                remote-control:
                  control-enable: no
                server:
                  interface: 127.0.0.1@%2$d
                  num-threads: 1
                  username: ""
                  chroot: ""
                  directory: "%1$s"
                  pidfile: "%1$s/unbound.pid"
                  use-syslog: no
                  logfile: ""
                  do-ip6: no
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  val-log-level: 2
                  local-zone: "example." nodefault
                  local-zone: "test." nodefault
                  local-zone: "invalid." nodefault
                """.formatted(directory, port);
    }
}
