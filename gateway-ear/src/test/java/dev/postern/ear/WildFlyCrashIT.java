package dev.postern.ear;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WildFly, with a base directory of its own, whose recovery looks for work every few seconds rather than minutes. */
@Timeout(600)
@RequiresPeer("postfix")
class WildFlyCrashIT implements CrashContract {
    private static final int MANAGEMENT = 9990;
    private static final List<Integer> PORTS = List.of(MANAGEMENT, 9993, 8080, 8443, 4712, 4713);
    private static final Path SERVERS = Path.of("target/servers").toAbsolutePath();
    private static final Path HOME = SERVERS.resolve("wildfly-" + System.getProperty("it.wildfly.version"));

    @TempDir
    private static Path directory;

    private static CrashBed bed;
    private static int offset;
    private static ChildProcess process;

    @BeforeAll
    static void prepare() throws IOException {
        bed = CrashBed.in(directory);
        offset = FreePort.offsetOnLoopback(PORTS);
        copy(HOME.resolve("standalone/configuration"), directory.resolve("configuration"));
        defineFactories();
        Path deployments = Files.createDirectory(directory.resolve("deployments"));
        Archives.adapter()
                .as(ZipExporter.class)
                .exportTo(deployments.resolve("postern.rar").toFile());
        Archives.crash()
                .as(ZipExporter.class)
                .exportTo(deployments.resolve("crash.war").toFile());
    }

    /** As the README says: factories of the server's configuration are those that it asks after a crash. */
    private static void defineFactories() throws IOException {
        String adapter = "/subsystem=resource-adapters/resource-adapter=mail";
        List<String> commands = new ArrayList<>(List.of(
                "embed-server --server-config=standalone-full.xml",
                adapter + ":add(archive=postern.rar, transaction-support=XATransaction)"));
        for (String name : CrashBed.FACTORIES) {
            String factory = adapter + "/connection-definitions=" + name;
            commands.add(factory
                    + ":add(class-name=dev.postern.jca.outbound.PosternManagedConnectionFactory, jndi-name=java:/mail/"
                    + name + ", enabled=true, recovery-username=none, recovery-password=none)");
            commands.add(factory + "/config-properties=name:add(value=" + name + ")");
        }
        commands.add("stop-embedded-server");
        Path script = Files.write(directory.resolve("factories.cli"), commands);
        ProgramRun.of(
                        PATIENCE,
                        List.of(
                                "/usr/bin/env",
                                "JAVA_OPTS=-Djboss.server.base.dir=" + directory,
                                HOME.resolve("bin/jboss-cli.sh").toString(),
                                "--file=" + script))
                .succeeded();
    }

    @AfterAll
    static void stop() throws IOException {
        if (process != null) {
            process.close();
        }
        bed.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public void start() throws IOException {
        if (process == null || !process.isAlive()) {
            process = startServer();
        }
    }

    @Override
    public void awaitEnd() throws IOException {
        Objects.requireNonNull(process).awaitExit(PATIENCE);
    }

    private static ChildProcess startServer() throws IOException {
        String options = String.join(
                " ",
                "-Xmx512m",
                "-Djboss.modules.system.pkgs=org.jboss.byteman",
                CrashBed.agent(),
                "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=2",
                "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1",
                "-DJTAEnvironmentBean.orphanSafetyInterval=1000");
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "JAVA_OPTS=" + options));
        bed.environment().forEach((name, value) -> command.add(name + "=" + value));
        Collections.addAll(
                command,
                HOME.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-full.xml",
                "-Djboss.server.base.dir=" + directory,
                "-Djboss.socket.binding.port-offset=" + offset);
        ChildProcess started = ChildProcess.start("wildfly", command, directory.resolve("server.log"));
        ChildProcess.Probe listens = ChildProcess.listensOn(bed.port());
        started.awaitReady(Duration.ofMinutes(2), () -> isDeployed("crash.war") && listens.isReady());
        return started;
    }

    private static boolean isDeployed(String archive) {
        return Files.exists(directory.resolve("deployments").resolve(archive + ".deployed"));
    }

    @Override
    public CrashBed bed() {
        return bed;
    }

    @Override
    public boolean hasOpenTransactions() throws IOException {
        String store = "/subsystem=transactions/log-store=log-store:";
        String answer = ProgramRun.of(
                        PATIENCE,
                        List.of(
                                HOME.resolve("bin/jboss-cli.sh").toString(),
                                "--connect",
                                "--controller=127.0.0.1:" + (MANAGEMENT + offset),
                                "--commands=" + store + "probe," + store
                                        + "read-children-names(child-type=transactions)"))
                .output();
        return !answer.contains("\"result\" => []");
    }
}
