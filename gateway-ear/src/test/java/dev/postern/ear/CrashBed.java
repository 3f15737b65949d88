package dev.postern.ear;

import dev.postern.testkit.FreePort;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stays when a server is crashed: the relay that counts the mails, and where the server listens and keeps its own.
 *
 * @param port of the bean's listener
 * @param directory where each connection factory has its journal, in a directory of its name
 */
record CrashBed(Postfix relay, int port, Path directory) implements AutoCloseable {
    /** The connection factories. */
    static final List<String> FACTORIES = List.of("first", "second");

    static CrashBed in(Path directory) throws IOException {
        return new CrashBed(Postfix.builder().mailboxes("bob@example.net").start(), FreePort.onLoopback(), directory);
    }

    /** What listener and factories are told by the environment. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("POSTERN_CRASH_LISTEN_PORT", String.valueOf(port));
        for (String factory : FACTORIES) {
            String prefix = "POSTERN_" + factory.toUpperCase(Locale.ROOT) + "_";
            environment.put(prefix + "RELAY", "127.0.0.1:" + relay.port());
            environment.put(prefix + "TLS", "none");
            environment.put(prefix + "JOURNAL", directory.resolve(factory).toString());
        }
        return environment;
    }

    /** The option of a JVM that has it end at the step. */
    static String agent() {
        Path byteman = Path.of("target/servers/byteman.jar").toAbsolutePath();
        Path script = Path.of("target/test-classes/crash/commit.btm").toAbsolutePath();
        return "-javaagent:" + byteman + "=boot:" + byteman + ",script:" + script;
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}
