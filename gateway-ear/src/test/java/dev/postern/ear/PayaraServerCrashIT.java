package dev.postern.ear;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.PayaraServer;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payara Server, which recovers the connection pools of its configuration when it starts. */
@Timeout(900)
@RequiresPeer("postfix")
class PayaraServerCrashIT implements CrashContract {
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
        Map<String, String> environment = CrashContract.environment(port, relay, directory);
        environment.put(
                "JAVA_TOOL_OPTIONS",
                CrashContract.agent()
                        + " -Dorg.osgi.framework.bootdelegation=jdk.internal.reflect,jdk.internal.reflect.*,jdk.net,org.jboss.byteman.*");
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
        return PayaraTransactionLog.hasOpen(directory.resolve("transactions/server/tx"));
    }
}
