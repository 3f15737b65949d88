package dev.postern.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * ClamAV's daemon with one signature, of a text of the test; it takes 256 KiB at most; on a loopback port and on a socket in the file
 * system.
 */
public final class Clamd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess server;
    private final int port;

    private Clamd(ScratchDirectory directory, ChildProcess server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param name of the signature; findings are called so, with {@code .UNOFFICIAL} behind it
     * @param harmful the text that it finds, in US-ASCII
     */
    public static Clamd knowing(String name, String harmful) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-clamd-");
        try {
            Path signatures = Files.createDirectory(directory.path().resolve("signatures"));
            String hex = HexFormat.of().formatHex(harmful.getBytes(StandardCharsets.US_ASCII));
            Files.writeString(signatures.resolve("test.ndb"), name + ":0:*:" + hex + "\n");
            int port = FreePort.onLoopback();
            Path settings = directory.write("clamd.conf", """
                    Foreground yes
                    TCPAddr 127.0.0.1
                    TCPSocket %2$d
                    LocalSocket %1$s/socket
                    TemporaryDirectory %1$s
                    DatabaseDirectory %1$s/signatures
                    StreamMaxLength 256K
                    MaxThreads 2
                    SelfCheck 0
                    """.formatted(directory.path(), port));
            ChildProcess server = ChildProcess.start(
                    "clamd",
                    List.of(Peers.path("clamd"), "-c", settings.toString()),
                    directory.path().resolve("log"));
            server.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new Clamd(directory, server, port);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Where it answers by TCP. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where it answers in the file system. */
    public String socket() {
        return "unix:" + directory.path().resolve("socket");
    }

    /** Ends it and removes all of its files. */
    @Override
    public void close() throws IOException {
        server.close();
        directory.close();
    }
}
