package dev.postern.ear;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payara Micro with a root directory, in which its connection pools and applications stay when it ends. */
@Timeout(900)
@RequiresPeer("postfix")
class PayaraMicroCrashIT implements CrashContract {
    private static final String CONFIGURATION = "set configs.config.server-config.";

    @TempDir
    private static Path directory;

    private static CrashBed bed;
    private static ChildProcess process;

    @BeforeAll
    static void prepare() throws IOException {
        bed = CrashBed.in(directory);
        Path crash = directory.resolve("crash.war");
        Archives.crash().as(ZipExporter.class).exportTo(crash.toFile());
        Files.write(
                directory.resolve("pre-boot.txt"),
                List.of(
                        CONFIGURATION
                                + "network-config.network-listeners.network-listener.http-listener.address=127.0.0.1",
                        CONFIGURATION + "hazelcast-config-specific-configuration.enabled=false",
                        CONFIGURATION + "transaction-service.automatic-recovery=true",
                        CONFIGURATION + "transaction-service.tx-log-dir=" + directory.resolve("transactions")));
        List<String> commands = new ArrayList<>(List.of("deploy " + Archives.RAR.toAbsolutePath()));
        for (String name : CrashBed.FACTORIES) {
            commands.add("create-connector-connection-pool --raname=postern --transactionsupport=XATransaction"
                    + " --connectiondefinition=dev.postern.jca.MailConnectionFactory --property=name=" + name + " mail-"
                    + name);
            commands.add("create-connector-resource --poolname=mail-" + name + " mail/" + name);
        }
        commands.add("deploy " + crash);
        Path once = Files.write(directory.resolve("post-boot.txt"), commands);
        process = run("--postbootcommandfile", once.toString());
    }

    private static ChildProcess run(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
        bed.environment().forEach((name, value) -> command.add(name + '=' + value));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                CrashBed.agent(),
                "-jar",
                Path.of("target/servers/payara-micro.jar").toAbsolutePath().toString(),
                "--nocluster",
                "--nohazelcast",
                "--disablephonehome",
                "--port",
                String.valueOf(FreePort.onLoopback()),
                "--prebootcommandfile",
                directory.resolve("pre-boot.txt").toString(),
                "--rootdir",
                directory.resolve("root").toString()));
        command.addAll(List.of(options));
        ChildProcess started = ChildProcess.start("payara micro", command, directory.resolve("server.log"));
        // which it says when it has deployed and written down all; the port of the bean is open before
        started.awaitReady(PATIENCE, () -> started.output().contains(" ready in "));
        return started;
    }

    @AfterAll
    static void stop() throws IOException {
        if (process != null) {
            process.close();
        }
        bed.close();
    }

    @Override
    public void start() throws IOException {
        if (!process.isAlive()) {
            process = run();
        }
    }

    @Override
    public void awaitEnd() throws IOException {
        process.awaitExit(PATIENCE);
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
