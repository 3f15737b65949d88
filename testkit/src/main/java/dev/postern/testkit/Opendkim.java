package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An OpenDKIM of our own, which signs or verifies as a milter, on a loopback port or a Unix socket. Keys are files, and no DNS is asked. */
public final class Opendkim implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SELECTOR = "test";
    private static final String COMMON = """
            Syslog no
            Background no
            RequireSafeKeys no
            """;

    private final ScratchDirectory directory;
    private final ChildProcess milter;
    private final String address;

    private Opendkim(ScratchDirectory directory, ChildProcess milter, String address) {
        this.directory = directory;
        this.milter = milter;
        this.address = address;
    }

    /**
     * A key of a domain, in files that are removed when it is closed.
     *
     * @param domain that signs
     */
    public record Key(String domain, Path directory) implements AutoCloseable {
        /** Makes a new key, by opendkim-genkey. */
        public static Key generate(String domain) throws IOException {
            Path directory = ScratchDirectory.create("postern-dkim-").path();
            ProgramRun.of(
                            PATIENCE,
                            List.of(
                                    Peers.path("opendkim-genkey"),
                                    "-D",
                                    directory.toString(),
                                    "-d",
                                    domain,
                                    "-s",
                                    SELECTOR,
                                    "-b",
                                    "2048"))
                    .succeeded();
            return new Key(domain, directory);
        }

        private Path secret() {
            return directory.resolve(SELECTOR + ".private");
        }

        /** The record as DNS would hold it, in the form of opendkim's TestPublicKeys. */
        private String published() throws IOException {
            String zone = Files.readString(directory.resolve(SELECTOR + ".txt"));
            StringBuilder record = new StringBuilder();
            String[] parts = zone.split("\"", -1);
            for (int i = 1; i < parts.length; i += 2) {
                record.append(parts[i]);
            }
            return SELECTOR + "._domainkey." + domain + " " + record + "\n";
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(secret());
            Files.deleteIfExists(directory.resolve(SELECTOR + ".txt"));
            Files.deleteIfExists(directory);
        }
    }

    /** Starts one that signs mail of the key's domain, on a loopback port. */
    public static Opendkim signing(Key key) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-opendkim-");
        int port = FreePort.onLoopback();
        String settings = """
                Mode s
                InternalHosts 127.0.0.1
                Domain %s
                Selector %s
                KeyFile %s
                Socket inet:%d@127.0.0.1
                """.formatted(key.domain(), SELECTOR, key.secret(), port);
        return start(directory, settings, "inet:127.0.0.1:" + port, ChildProcess.listensOn(port));
    }

    /**
     * Starts one that verifies, on a Unix socket, and adds Authentication-Results, of which it removes those in its own name.
     *
     * @param authority its own name in them
     */
    public static Opendkim verifying(Key key, String authority) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-opendkim-");
        Path keys = directory.write("keys", key.published());
        Path socket = directory.path().resolve("socket");
        String settings = """
                Mode v
                InternalHosts 192.0.2.1
                AuthservID %s
                AlwaysAddARHeader yes
                TestPublicKeys %s
                Socket local:%s
                """.formatted(authority, keys, socket);
        return start(directory, settings, "unix:" + socket, ChildProcess.listensOn(socket));
    }

    /** Where it listens, as {@code inet:host:port} or {@code unix:/path}. */
    public String address() {
        return address;
    }

    /** What it has logged so far. */
    public String log() throws IOException {
        return milter.output();
    }

    /** Ends it and removes all of its files. */
    @Override
    public void close() throws IOException {
        milter.close();
        directory.close();
    }

    private static Opendkim start(ScratchDirectory directory, String settings, String address, ChildProcess.Probe ready)
            throws IOException {
        try {
            Path file = directory.write(
                    "opendkim.conf",
                    settings + COMMON + "PidFile " + directory.path().resolve("opendkim.pid") + "\n");
            ChildProcess milter = ChildProcess.start(
                    "opendkim",
                    List.of(Peers.path("opendkim"), "-f", "-x", file.toString()),
                    directory.path().resolve("log"));
            milter.awaitReady(PATIENCE, ready);
            return new Opendkim(directory, milter, address);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }
}
