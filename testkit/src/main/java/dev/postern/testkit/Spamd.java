package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SpamAssassin's daemon with one rule, which knows the test pattern GTUBE; no network; on a loopback port or a socket in the file system. */
public final class Spamd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess server;
    private final String address;

    private Spamd(ScratchDirectory directory, ChildProcess server, String address) {
        this.directory = directory;
        this.server = server;
        this.address = address;
    }

    /** Starts it on a loopback port and waits until it answers. */
    public static Spamd onPort() throws IOException {
        int port = FreePort.onLoopback();
        return start(
                ScratchDirectory.create("postern-spamd-"),
                List.of("--listen=127.0.0.1:" + port),
                "127.0.0.1:" + port,
                ChildProcess.listensOn(port));
    }

    /** Starts it on a socket in the file system and waits until it answers. */
    public static Spamd onSocket() throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-spamd-");
        Path socket = directory.path().resolve("socket");
        return start(directory, List.of("--socketpath=" + socket), "unix:" + socket, () -> Files.exists(socket));
    }

    private static Spamd start(
            ScratchDirectory directory, List<String> listen, String address, ChildProcess.Probe probe)
            throws IOException {
        try {
            directory.write("init.pre", "loadplugin Mail::SpamAssassin::Plugin::Check\nutil_rb_tld com net org\n");
            directory.write("local.cf", """
                    use_bayes 0
                    required_score 5
                    body GTUBE /GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL/
                    score GTUBE 1000
                    """);
            List<String> command = new ArrayList<>(List.of(
                    Peers.path("spamd"),
                    "--local",
                    "--nouser-config",
                    "--max-children=1",
                    "--syslog=stderr",
                    "--configpath=" + directory.path(),
                    "--siteconfigpath=" + directory.path(),
                    "--pidfile=" + directory.path().resolve("pid")));
            command.addAll(listen);
            ChildProcess server =
                    ChildProcess.start("spamd", command, directory.path().resolve("log"));
            server.awaitReady(PATIENCE, probe);
            return new Spamd(directory, server, address);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Where it answers: {@code host:port} or {@code unix:/path}. */
    public String address() {
        return address;
    }

    /** Ends it and removes all of its files. */
    @Override
    public void close() throws IOException {
        server.close();
        directory.close();
    }
}
