package dev.postern.ear;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.PayaraServer;
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

    private static CrashBed bed;
    private static PayaraServer server;

    @BeforeAll
    static void prepare() throws IOException {
        bed = CrashBed.in(directory);
        Path crash = directory.resolve("crash.war");
        Archives.crash().as(ZipExporter.class).exportTo(crash.toFile());
        server = PayaraServer.builder(PayaraServerIT.HOME)
                .environment(environment())
                .configure(SERVICE + "automatic-recovery=true")
                .configure(SERVICE + "tx-log-dir=" + directory.resolve("transactions"))
                .configure("set configs.config.server-config.connector-service.class-loading-policy=global")
                .start(directory);
        server.deploy(Archives.RAR);
        for (String name : CrashBed.FACTORIES) {
            PayaraServerIT.createFactory(server, Map.of("name", name));
        }
        server.deploy(crash);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = bed.environment();
        environment.put(
                "JAVA_TOOL_OPTIONS",
                CrashBed.agent()
                        + " -Dorg.osgi.framework.bootdelegation=jdk.internal.reflect,jdk.internal.reflect.*,jdk.net,org.jboss.byteman.*");
        return environment;
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        bed.close();
    }

    @Override
    public void start() throws IOException {
        if (!server.isAlive()) {
            server.restart();
        }
        server.awaitReady(ChildProcess.listensOn(bed.port()));
    }

    @Override
    public void awaitEnd() throws IOException {
        server.awaitExit(PATIENCE);
    }

    @Override
    public CrashBed bed() {
        return bed;
    }

    @Override
    public boolean hasOpenTransactions() throws IOException {
        return PayaraTransactionLog.hasOpen(directory.resolve("transactions/server/tx"));
    }
}
