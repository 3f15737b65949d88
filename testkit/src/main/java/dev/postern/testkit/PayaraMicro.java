package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The application server Payara Micro in a JVM of its own; its HTTP listener is on a loopback port, and it belongs to no cluster. */
public final class PayaraMicro implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int HEAP = 512;

    /** Not settable by options: by default HTTP listens on all addresses, and so does the data grid. */
    private static final String PRE_BOOT_COMMANDS = """
            set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
            set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
            """;

    private final ChildProcess process;
    private final int httpPort;
    private final Path log;

    private PayaraMicro(ChildProcess process, int httpPort, Path log) {
        this.process = process;
        this.httpPort = httpPort;
        this.log = log;
    }

    /**
     * Starts the description of a server.
     *
     * @param jar payara-micro.jar
     */
    public static Builder builder(Path jar) {
        return new Builder(jar);
    }

    /** The loopback port on which it serves HTTP. */
    public int httpPort() {
        return httpPort;
    }

    /** The file that holds what it has logged. */
    public Path log() {
        return log;
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** Completes when the server has ended, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return process.onExit();
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** Describes a server; {@link #start(Path)} makes it. */
    public static final class Builder {
        private final Path jar;
        private final List<Path> archives = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private List<String> jvm = JavaCommand.small(HEAP);

        private Builder(Path jar) {
            this.jar = jar;
        }

        /** Deploys one more archive (a RAR, WAR or jar) after those before it; its file name is the application's name. */
        public Builder deploy(Path archive) {
            archives.add(archive);
            return this;
        }

        /** Sets a system property. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** The options of its JVM, in place of those that make it small, and quick to start rather than quick in the long run. */
        public Builder jvm(List<String> options) {
            jvm = List.copyOf(options);
            return this;
        }

        /**
         * Starts it and waits until all that it shall deploy is deployed.
         *
         * @param directory for its files and log; exists, belongs to the caller, and holds no other server's
         * @throws IllegalStateException if it does not start, or does not deploy an archive; with what it logged last
         */
        public PayaraMicro start(Path directory) throws IOException {
            int httpPort = FreePort.onLoopback();
            Path log = directory.resolve("payara-micro.log");
            Path preBoot = Files.writeString(directory.resolve("payara-micro-pre-boot.txt"), PRE_BOOT_COMMANDS);
            List<String> arguments = new ArrayList<>();
            Collections.addAll(arguments, "--nocluster", "--nohazelcast", "--disablephonehome");
            Collections.addAll(arguments, "--port", String.valueOf(httpPort));
            Collections.addAll(arguments, "--prebootcommandfile", preBoot.toString());
            Collections.addAll(
                    arguments, "--rootdir", directory.resolve("payara-micro").toString());
            archives.forEach(archive -> Collections.addAll(arguments, "--deploy", archive.toString()));
            ChildProcess process =
                    ChildProcess.start("payara micro", JavaCommand.ofJar(jvm, properties, jar, arguments), log);
            process.awaitReady(PATIENCE, () -> isReady(process.output()));
            checkDeployed(process, log);
            return new PayaraMicro(process, httpPort, log);
        }

        // It says so once, after the last deployment. A server that could not deploy something is ready too.
        private static boolean isReady(String output) {
            return output.contains(" ready in ");
        }

        private void checkDeployed(ChildProcess process, Path log) throws IOException {
            String output = process.output();
            for (Path archive : archives) {
                String file = archive.getFileName().toString();
                String application = file.substring(0, file.lastIndexOf('.'));
                if (!output.contains("\"Name\": \"" + application + "\"")) {
                    process.close();
                    throw new IllegalStateException("payara micro did not deploy " + file + ", " + log + " tells why");
                }
            }
        }
    }
}
