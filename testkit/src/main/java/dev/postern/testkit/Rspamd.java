package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rspamd with nothing but its own test patterns: no rules, no network, no Redis; on a loopback port, by HTTP. */
public final class Rspamd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess server;
    private final int port;

    private Rspamd(ScratchDirectory directory, ChildProcess server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Rspamd start() throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-rspamd-");
        try {
            int port = FreePort.onLoopback();
            directory.write("tld", "com\nnet\norg\n"); // its own list takes seconds to compile
            Path settings = directory.write("rspamd.conf", settings(directory.path(), port));
            List<String> command = new ArrayList<>(List.of(Peers.path("rspamd"), "-f", "-c", settings.toString()));
            if (Peers.isRoot()) {
                command.addAll(List.of("-i", "-u", "root", "-g", "root"));
            }
            ChildProcess server =
                    ChildProcess.start("rspamd", command, directory.path().resolve("log"));
            server.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new Rspamd(directory, server, port);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What it has logged so far: a line for each mail, with what it was told of it. */
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
                options {
                  pidfile = "%1$s/rspamd.pid";
                  tempdir = "%1$s";
                  filters = "";
                  dns { nameserver = ["127.0.0.1:1:1"]; timeout = 0.1s; retransmits = 1; }
                  cache_file = "%1$s/symbols.cache";
                  hs_cache_dir = "%1$s";
                  rrd = "";
                  enable_test_patterns = true;
                  url_tld = "%1$s/tld";
                  disable_hyperscan = true;
                  disable_monitoring = true;
                  control_socket = "%1$s/control mode=0600";
                }
                logging { type = "console"; level = "info"; }
                actions { reject = 15; add_header = 6; greylist = 4; }
                worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; }
                """.formatted(directory, port);
    }
}
