package dev.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The application server WildFly with {@code standalone-full.xml}, in a directory of its own, on loopback ports that are free. */
public final class WildFly implements ApplicationServer {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long MILLIS_BETWEEN_LOOKS = 50;
    private static final String CONFIGURATION = "standalone-full.xml";
    private static final int MANAGEMENT = 9990;
    private static final List<Integer> PORTS = List.of(MANAGEMENT, 9993, 8080, 8443, 8009, 4712, 4713, 3528, 3529);
    /** By default it looks every 5 seconds for archives to deploy. */
    private static final String QUICK_SCANNER =
            "/subsystem=deployment-scanner/scanner=default:write-attribute(name=scan-interval, value=200)";

    private final ChildProcess process;
    private final Path deployments;

    private WildFly(ChildProcess process, Path deployments) {
        this.process = process;
        this.deployments = deployments;
    }

    /**
     * Starts the description of a server.
     *
     * @param home where it is unpacked; nothing is changed there
     */
    public static Builder builder(Path home) {
        return new Builder(home);
    }

    @Override
    public long pid() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::descendants) // of the script that starts it
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("WildFly has ended"));
    }

    @Override
    public void deploy(Path archive) throws IOException {
        String file = archive.getFileName().toString();
        Files.deleteIfExists(marker(file, "failed"));
        Path placed = place(deployments, archive);
        awaitEnd(file, () -> isOf(placed, marker(file, "deployed")));
    }

    @Override
    public void undeploy(String file) throws IOException {
        Files.delete(marker(file, "deployed"));
        awaitEnd(file, () -> Files.exists(marker(file, "undeployed")));
        Files.delete(deployments.resolve(file));
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private void awaitEnd(String file, ChildProcess.Probe done) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.isReady()) {
            if (Files.exists(marker(file, "failed"))) {
                throw new IllegalStateException(
                        "WildFly does not deploy " + file + ": " + Files.readString(marker(file, "failed")));
            }
            if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
                throw new IllegalStateException("WildFly is not done with " + file + ":\n" + process.tail());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Path marker(String file, String state) {
        return deployments.resolve(file + '.' + state);
    }

    /** The server gives the marker the time of the archive, in milliseconds. */
    private static boolean isOf(Path archive, Path marker) throws IOException {
        return Files.exists(marker)
                && Files.getLastModifiedTime(marker).toMillis()
                        == Files.getLastModifiedTime(archive).toMillis();
    }

    /** Copies an archive where the server looks for it, and asks for it; the copy. */
    private static Path place(Path deployments, Path archive) throws IOException {
        Path target = deployments.resolve(archive.getFileName().toString());
        Path whole = Files.copy(archive, target.resolveSibling(target.getFileName() + ".new"));
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(target.resolveSibling(target.getFileName() + ".dodeploy"), "");
        return target;
    }

    /** Describes a server; {@link #start(Path)} makes it. */
    public static final class Builder {
        private final Path home;
        private final List<Path> archives = new ArrayList<>();
        private final List<String> commands = new ArrayList<>(List.of(QUICK_SCANNER));
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private List<String> jvm = List.of("-Xmx512m");

        private Builder(Path home) {
            this.home = home.toAbsolutePath();
        }

        /** Deploys one more archive. */
        public Builder deploy(Path archive) {
            archives.add(archive);
            return this;
        }

        /** Sets a system property. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Sets environment variables. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** Has jboss-cli.sh change the configuration by this command before the server starts. */
        public Builder configure(String command) {
            commands.add(command);
            return this;
        }

        /** The options of its JVM, in place of a heap of 512 MiB. */
        public Builder jvm(List<String> options) {
            jvm = List.copyOf(options);
            return this;
        }

        /**
         * Starts it and waits until all that it shall deploy is deployed.
         *
         * @param directory for its files and log; exists, belongs to the caller, and holds no other server's
         * @throws IllegalStateException if it does not start, or does not deploy an archive; with what it said last
         */
        public WildFly start(Path directory) throws IOException {
            Path base = Files.createDirectory(directory.resolve("wildfly"));
            copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
            configure(base);
            Path deployments = Files.createDirectory(base.resolve("deployments"));
            for (Path archive : archives) {
                place(deployments, archive);
            }
            int offset = FreePort.offsetOnLoopback(PORTS);
            List<String> command = new ArrayList<>();
            Collections.addAll(command, "/usr/bin/env", "JAVA_OPTS=" + String.join(" ", jvm));
            environment.forEach((name, value) -> command.add(name + '=' + value));
            Collections.addAll(command, home.resolve("bin/standalone.sh").toString(), "-c", CONFIGURATION);
            Collections.addAll(
                    command, "-Djboss.server.base.dir=" + base, "-Djboss.socket.binding.port-offset=" + offset);
            properties.forEach((name, value) -> command.add("-D" + name + '=' + value));
            ChildProcess process = ChildProcess.start("wildfly", command, directory.resolve("wildfly.log"));
            process.awaitReady(PATIENCE, () -> isReady(process.output()));
            WildFly server = new WildFly(process, deployments);
            try {
                for (Path archive : archives) {
                    String file = archive.getFileName().toString();
                    server.awaitEnd(file, () -> Files.exists(server.marker(file, "deployed")));
                }
            } catch (IOException | RuntimeException e) {
                process.close();
                throw e;
            }
            return server;
        }

        private void configure(Path base) throws IOException {
            List<String> lines = new ArrayList<>();
            lines.add("embed-server --server-config=" + CONFIGURATION);
            lines.addAll(commands);
            lines.add("stop-embedded-server");
            Path script = Files.write(base.resolve("configure.cli"), lines, StandardCharsets.UTF_8);
            ProgramRun.of(
                            PATIENCE,
                            List.of(
                                    "/usr/bin/env",
                                    "JAVA_OPTS=-Djboss.server.base.dir=" + base,
                                    home.resolve("bin/jboss-cli.sh").toString(),
                                    "--file=" + script))
                    .succeeded();
        }

        // WFLYSRV0025: started; WFLYSRV0026: started, with errors, which the deployments' own markers tell
        private static boolean isReady(String output) {
            return output.contains("WFLYSRV0025") || output.contains("WFLYSRV0026");
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
    }
}
