package dev.postern.testkit;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A Kafka broker, which is its own controller (KRaft), in a JVM of its own on a loopback port. */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int FORMAT_HEAP = 64;
    private static final int HEAP = 256;

    private final List<String> jvm;
    private final String classPath;
    private final Path directory;
    private final int port;
    private ChildProcess process;

    private KafkaBroker(List<String> jvm, String classPath, Path directory, int port) throws IOException {
        this.jvm = jvm;
        this.classPath = classPath;
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    /**
     * Starts the description of a broker.
     *
     * @param classPath kafka_2.13 with all that it needs and a binding of SLF4J, as of {@code java -cp}
     */
    public static Builder builder(String classPath) {
        return new Builder(classPath);
    }

    /** The loopback port on which it serves clients. */
    public int port() {
        return port;
    }

    /** Where clients find it, as in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The file that holds what it has logged since it was started last. */
    public Path log() {
        return log(directory);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Completes when the broker has ended, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return process.onExit();
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts it again after its end, with the same port and data, and waits until it serves clients.
     *
     * @throws IllegalStateException if it runs, or does not start; with what it logged last
     */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("the broker runs");
        }
        process = launch();
    }

    /** Ends it; its data stay. */
    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() throws IOException {
        ChildProcess started = ChildProcess.start(
                "kafka broker",
                JavaCommand.ofMain(
                        jvm, classPath, "kafka.Kafka", settings(directory).toString()),
                log());
        started.awaitReady(PATIENCE, ChildProcess.listensOn(port));
        return started;
    }

    private static Path settings(Path directory) {
        return directory.resolve("broker.properties");
    }

    private static Path log(Path directory) {
        return directory.resolve("broker.log");
    }

    /** Describes a broker; {@link #start(Path)} makes it. */
    public static final class Builder {
        private final String classPath;
        private final Properties settings = new Properties();
        private List<String> jvm = JavaCommand.small(HEAP);

        private Builder(String classPath) {
            this.classPath = classPath;
        }

        /** Gives its JVM these options, in place of those that make it small and quick to start. */
        public Builder jvm(String... options) {
            jvm = List.of(options);
            return this;
        }

        /** Sets any setting of the broker. */
        public Builder set(String name, String value) {
            settings.setProperty(name, value);
            return this;
        }

        /**
         * Starts it and waits until it serves clients.
         *
         * @param directory for its settings, log and data; exists, belongs to the caller, and holds no other broker's
         * @throws IllegalStateException if it does not start; with what it logged last
         */
        public KafkaBroker start(Path directory) throws IOException {
            int port = FreePort.onLoopback();
            try (Writer out = Files.newBufferedWriter(settings(directory))) {
                all(directory, port).store(out, null);
            }
            format(directory);
            return new KafkaBroker(jvm, classPath, directory, port);
        }

        private Properties all(Path directory, int port) throws IOException {
            int controller = FreePort.onLoopback();
            Properties all = new Properties();
            all.setProperty("process.roles", "broker,controller");
            all.setProperty("node.id", "1");
            all.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controller);
            all.setProperty("controller.listener.names", "CONTROLLER");
            all.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
            all.setProperty("log.dirs", directory.resolve("broker-data").toString());
            // one broker can't hold more than one copy of the internal topics, nor needs 50 partitions of each
            for (String topic :
                    new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
                all.setProperty(topic + ".replication.factor", "1");
                all.setProperty(topic + ".num.partitions", "1");
            }
            all.setProperty("transaction.state.log.min.isr", "1");
            all.setProperty("share.coordinator.state.topic.min.isr", "1");
            all.setProperty("group.initial.rebalance.delay.ms", "0");
            all.putAll(settings);
            return all;
        }

        private void format(Path directory) throws IOException {
            String[] arguments = {
                "format",
                "--cluster-id",
                clusterId(),
                "--config",
                settings(directory).toString()
            };
            ProgramRun run = ProgramRun.of(
                    PATIENCE, JavaCommand.ofMain(FORMAT_HEAP, classPath, "kafka.tools.StorageTool", arguments));
            if (run.exitCode() != 0) {
                throw new IllegalStateException(
                        "kafka storage tool did not format the directory of the broker:\n" + run.output());
            }
        }

        /** Kafka's form of a UUID; one that began with a dash would be taken for an option. */
        private static String clusterId() {
            String id;
            do {
                id = randomId();
            } while (id.startsWith("-"));
            return id;
        }

        private static String randomId() {
            UUID id = UUID.randomUUID();
            ByteBuffer octets = ByteBuffer.allocate(2 * Long.BYTES);
            octets.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.array());
        }
    }
}
