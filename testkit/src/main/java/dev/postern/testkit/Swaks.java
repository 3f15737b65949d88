package dev.postern.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The SMTP test client swaks. */
public final class Swaks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Swaks() {}

    /**
     * Runs swaks against a loopback port.
     *
     * @param arguments more of its arguments, such as {@code --to bob@example.net --tls}
     * @return its exit code and the transcript of the session
     */
    public static ProgramRun run(int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Collections.addAll(command, Peers.path("swaks"), "--server", "127.0.0.1", "--port", String.valueOf(port));
        Collections.addAll(command, arguments);
        return ProgramRun.of(PATIENCE, command);
    }
}
