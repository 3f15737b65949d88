package dev.postern.ear;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.PayaraServer;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payara Server, which recovers the connection pools of its configuration when it starts. */
@Timeout(900)
@RequiresPeer("postfix")
class PayaraServerCrashIT implements CrashContract {
    // states in the sections TS of the transaction log; what is not decided has none
    private static final String DECIDED = "TS\0\2\0\b";
    private static final String DONE = "TS\0\2\0\u0080";

    private static final String SERVICE = "set configs.config.server-config.transaction-service.";

    @TempDir
    private static Path directory;

    private static Postfix relay;
    private static int port;
    private static PayaraServer server;

    @BeforeAll
    static void prepare() throws IOException {
        relay = Postfix.builder().mailboxes("bob@example.net").start();
        port = FreePort.onLoopback();
        Path crash = directory.resolve("crash.war");
        Archives.crash().as(ZipExporter.class).exportTo(crash.toFile());
        server = PayaraServer.builder(PayaraServerIT.HOME)
                .environment(environment())
                .configure(SERVICE + "automatic-recovery=true")
                .configure(SERVICE + "tx-log-dir=" + directory.resolve("transactions"))
                .configure("set configs.config.server-config.connector-service.class-loading-policy=global")
                .start(directory);
        server.deploy(Archives.RAR);
        for (String name : FACTORIES) {
            PayaraServerIT.createFactory(server, Map.of("name", name));
        }
        server.deploy(crash);
    }

    private static Map<String, String> environment() {
        Path byteman = Path.of("target/servers/byteman.jar").toAbsolutePath();
        Path script = Path.of("target/test-classes/crash/commit.btm").toAbsolutePath();
        String options = "-javaagent:" + byteman + "=boot:" + byteman + ",script:" + script
                + " -Dorg.osgi.framework.bootdelegation=jdk.internal.reflect,jdk.internal.reflect.*,jdk.net,org.jboss.byteman.*";
        Map<String, String> environment = CrashContract.environment(port, relay, directory);
        environment.put("JAVA_TOOL_OPTIONS", options);
        return environment;
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        relay.close();
    }

    @Override
    public void start() throws IOException {
        if (!server.isAlive()) {
            server.restart();
        }
        server.awaitReady(ChildProcess.listensOn(port));
    }

    @Override
    public void awaitEnd() throws IOException {
        server.awaitExit(PATIENCE);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Postfix relay() {
        return relay;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public boolean hasOpenTransactions() throws IOException {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("transactions/server/tx"))) {
            for (Path extent : files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("extent."))
                    .sorted()
                    .toList()) {
                log.append(Files.readString(extent, StandardCharsets.ISO_8859_1));
            }
        }
        return log.lastIndexOf(DECIDED) > log.lastIndexOf(DONE);
    }
}
