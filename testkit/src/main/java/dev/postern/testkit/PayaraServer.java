package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A domain of the application server Payara Server, in a directory of its own, on loopback ports that are free. */
public final class PayaraServer implements ApplicationServer {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String DOMAIN = "postern";
    private static final int ADMIN_OFFSET = 48; // of create-domain --portbase
    private static final int HTTP_OFFSET = 80;
    private static final int PORTS = 100; // that it takes from there on
    private static final int STATUS = "HTTP/1.1 200".length();
    private static final String CONFIGURATION = "set configs.config.server-config.";
    private static final List<String> ON_LOOPBACK = List.of(
            CONFIGURATION + "network-config.network-listeners.network-listener.http-listener-1.address=127.0.0.1",
            CONFIGURATION + "network-config.network-listeners.network-listener.http-listener-2.address=127.0.0.1",
            CONFIGURATION + "network-config.network-listeners.network-listener.admin-listener.address=127.0.0.1",
            CONFIGURATION + "iiop-service.iiop-listener.orb-listener-1.address=127.0.0.1",
            CONFIGURATION + "iiop-service.iiop-listener.SSL.address=127.0.0.1",
            CONFIGURATION + "iiop-service.iiop-listener.SSL_MUTUALAUTH.address=127.0.0.1",
            CONFIGURATION + "admin-service.jmx-connector.system.address=127.0.0.1",
            CONFIGURATION + "hazelcast-config-specific-configuration.enabled=false");

    private final Asadmin asadmin;
    private final Launch launch;
    private ChildProcess process;

    private PayaraServer(Asadmin asadmin, Launch launch) throws IOException {
        this.asadmin = asadmin;
        this.launch = launch;
        this.process = launch.run(asadmin);
    }

    /**
     * How its domain is started.
     *
     * @param log the file that takes all that it prints
     */
    private record Launch(List<String> command, Path log) {
        ChildProcess run(Asadmin asadmin) throws IOException {
            ChildProcess process = ChildProcess.start("payara server", command, log);
            process.awaitReady(PATIENCE, asadmin::isAnswered);
            return process;
        }
    }

    /**
     * The command line of its administrator.
     *
     * @param passwords the file with what commands ask for, or null
     */
    private record Asadmin(Path home, int port, @Nullable Path passwords) {
        String run(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(program(), "--interactive=false", "--port", "" + port));
            if (passwords != null) {
                Collections.addAll(command, "--passwordfile", passwords.toString());
            }
            Collections.addAll(command, arguments);
            return ProgramRun.of(PATIENCE, command).succeeded().output();
        }

        String program() {
            return home.resolve("bin/asadmin").toString();
        }

        /** The server's starter listens there for a moment and answers nobody; asked for its console, a server that starts again fails; and it says 503 before it has started. */
        boolean isAnswered() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                socket.getOutputStream()
                        .write("GET /__asadmin/version HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String status = new String(socket.getInputStream().readNBytes(STATUS), StandardCharsets.US_ASCII);
                return status.length() == STATUS && !status.endsWith("503");
            } catch (IOException e) { // not yet
                return false;
            }
        }
    }

    /**
     * Starts the description of a server.
     *
     * @param home where it is unpacked; nothing is changed there
     */
    public static Builder builder(Path home) {
        return new Builder(home);
    }

    /**
     * Runs a command of asadmin on it.
     *
     * @return what it printed
     * @throws IllegalStateException if it fails; with what it printed
     */
    public String asadmin(String... arguments) throws IOException {
        return asadmin.run(arguments);
    }

    /** Where it answers by HTTP. */
    public int httpPort() {
        return asadmin.port() - ADMIN_OFFSET + HTTP_OFFSET;
    }

    @Override
    public long pid() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::descendants) // of asadmin, which starts it
                .filter(child -> child.info().commandLine().orElse("").contains("-domaindir"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Payara Server has ended"));
    }

    @Override
    public void deploy(Path archive) throws IOException {
        asadmin.run("deploy", "--force=true", archive.toString());
    }

    @Override
    public void undeploy(String file) throws IOException {
        asadmin.run("undeploy", file.substring(0, file.lastIndexOf('.')));
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until it is ready for this, too.
     *
     * @throws IllegalStateException if it ends, or is not ready in time; with what it printed last. It is stopped then
     * @throws IOException if the probe does
     */
    public void awaitReady(ChildProcess.Probe probe) throws IOException {
        process.awaitReady(PATIENCE, probe);
    }

    /**
     * Waits until it has ended by itself.
     *
     * @throws IllegalStateException if it does not end in time; with what it printed last. It is stopped then
     */
    public void awaitExit(Duration patience) throws IOException {
        process.awaitExit(patience);
    }

    /**
     * Starts its domain again, with what is deployed there, after it has ended.
     *
     * @throws IllegalStateException if it does not start; with what it said last
     */
    public void restart() throws IOException {
        process = launch.run(asadmin);
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** Describes a server; {@link #start(Path)} makes it. */
    public static final class Builder {
        private final Path home;
        private final List<Path> archives = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> commands = new ArrayList<>(ON_LOOPBACK);
        private @Nullable Path passwords;

        private Builder(Path home) {
            this.home = home.toAbsolutePath();
        }

        /** Deploys one more archive after those before it. */
        public Builder deploy(Path archive) {
            archives.add(archive);
            return this;
        }

        /** Sets environment variables. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** Has asadmin change the configuration by this command before the server starts. */
        public Builder configure(String command) {
            commands.add(command);
            return this;
        }

        /** The file with the passwords that commands ask for, as asadmin's {@code --passwordfile}. */
        public Builder passwords(Path file) {
            passwords = file;
            return this;
        }

        /**
         * Makes a domain, starts it, and deploys what it shall.
         *
         * @param directory for its files and log; exists, belongs to the caller, and holds no other server's
         * @throws IllegalStateException if it does not start, or does not deploy an archive; with what it said last
         */
        public PayaraServer start(Path directory) throws IOException {
            Path domains = Files.createDirectory(directory.resolve("payara")).toAbsolutePath();
            int portBase = FreePort.rowOnLoopback(PORTS);
            Asadmin asadmin = new Asadmin(home, portBase + ADMIN_OFFSET, passwords);
            asadmin.run(
                    "create-domain",
                    "--nopassword",
                    "--domaindir",
                    domains.toString(),
                    "--portbase",
                    "" + portBase,
                    DOMAIN);
            Path preBoot = Files.write(directory.resolve("pre-boot.txt"), commands);
            List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
            environment.forEach((name, value) -> command.add(name + '=' + value));
            Collections.addAll(command, asadmin.program(), "start-domain", "--verbose");
            Collections.addAll(command, "--domaindir", domains.toString());
            Collections.addAll(
                    command, "--prebootcommandfile", preBoot.toAbsolutePath().toString(), DOMAIN);
            PayaraServer server = new PayaraServer(asadmin, new Launch(command, directory.resolve("payara.log")));
            try {
                for (Path archive : archives) {
                    server.deploy(archive);
                }
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        }
    }
}
