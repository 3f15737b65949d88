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
    private static final int PORTS = 100; // that it takes from there on
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
    private final ChildProcess process;

    private PayaraServer(Asadmin asadmin, ChildProcess process) {
        this.asadmin = asadmin;
        this.process = process;
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
            ChildProcess process = ChildProcess.start("payara server", command, directory.resolve("payara.log"));
            process.awaitReady(PATIENCE, () -> answers(asadmin.port()));
            PayaraServer server = new PayaraServer(asadmin, process);
            try {
                for (Path archive : archives) {
                    server.deploy(archive);
                }
            } catch (IOException | RuntimeException e) {
                process.close();
                throw e;
            }
            return server;
        }

        /** Its starter listens there for a moment, to see whether the port is free, and answers nobody. */
        private static boolean answers(int port) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return socket.getInputStream().read() >= 0;
            } catch (IOException e) { // not yet
                return false;
            }
        }
    }
}
