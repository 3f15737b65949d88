package dev.postern.testkit;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A worker of Kafka Connect in distributed mode, as in production, in a JVM of its own; its REST API is on a loopback port.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(60);
    private static final long NANOS_BETWEEN_PROBES = 50_000_000;
    private static final int CONFLICT = 409;
    private static final int HEAP = 192;
    private static final Pattern STATE = Pattern.compile("\"state\":\"([A-Z]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> jvm;
    private final String classPath;
    private final Path directory;
    private final int port;
    private ChildProcess process;

    private ConnectWorker(List<String> jvm, String classPath, Path directory, int port) throws IOException {
        this.jvm = jvm;
        this.classPath = classPath;
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    /**
     * Starts the description of a worker.
     *
     * @param classPath connect-runtime with all that it needs and a binding of SLF4J, as of {@code java -cp}; not the plugins
     * @param bootstrapServers where its broker is
     * @param pluginPath holds the plugins, each a directory of its own; found by their ServiceLoader manifests
     */
    public static Builder builder(String classPath, String bootstrapServers, Path pluginPath) {
        return new Builder(classPath, bootstrapServers, pluginPath);
    }

    /** Its REST API. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The file that holds what it has logged since it was started last. */
    public Path log() {
        return directory.resolve("worker.log");
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Completes when the worker has ended, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return process.onExit();
    }

    /**
     * Creates a connector, or changes its settings.
     *
     * @param settings a JSON object of strings
     * @throws IllegalStateException if the worker refuses them; with its reason
     */
    public void configure(String name, String settings) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(connector(name, "config"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(settings));
        ask(name, request);
    }

    private void ask(String name, HttpRequest.Builder request) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> response = send(request);
        while (response.statusCode() == CONFLICT && System.nanoTime() - deadline < 0) { // it rebalances
            LockSupport.parkNanos(NANOS_BETWEEN_PROBES);
            response = send(request);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "the worker refused what was asked of connector " + name + ": " + readable(response.body()));
        }
    }

    /** Has a connector and its tasks do nothing until it is resumed. */
    public void pause(String name) throws IOException {
        ask(name, HttpRequest.newBuilder(connector(name, "pause")).PUT(BodyPublishers.noBody()));
    }

    /** Ends a connector's tasks; it and its offsets stay until it is resumed. */
    public void stop(String name) throws IOException {
        ask(name, HttpRequest.newBuilder(connector(name, "stop")).PUT(BodyPublishers.noBody()));
    }

    /** Has a paused or stopped connector go on. */
    public void resume(String name) throws IOException {
        ask(name, HttpRequest.newBuilder(connector(name, "resume")).PUT(BodyPublishers.noBody()));
    }

    /** Stops and starts a connector with its tasks. */
    public void restartConnector(String name) throws IOException {
        ask(
                name,
                HttpRequest.newBuilder(connector(name, "restart?includeTasks=true"))
                        .POST(BodyPublishers.noBody()));
    }

    /** Its status, as the REST API tells it in JSON. */
    public String status(String name) throws IOException {
        return send(HttpRequest.newBuilder(connector(name, "status"))).body();
    }

    /**
     * Waits until a connector and all of its tasks run, at least one.
     *
     * @throws IllegalStateException if one fails, with its stack trace; or if they do not run in time
     */
    public void awaitRunning(String name, Duration patience) throws IOException {
        await(name, "RUNNING", patience);
    }

    /**
     * Waits until a connector and all of its tasks, at least one, have been paused.
     *
     * @throws IllegalStateException if one fails, with its stack trace; or if they go on too long
     */
    public void awaitPaused(String name, Duration patience) throws IOException {
        await(name, "PAUSED", patience);
    }

    private void await(String name, String state, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String status = status(name);
            List<String> states = STATE.matcher(status)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            if (states.size() >= 2 && states.stream().allMatch(state::equals)) { // the connector's, then the tasks'
                return;
            }
            if (states.contains("FAILED")) {
                throw new IllegalStateException("connector " + name + " failed: " + readable(status));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "connector " + name + " is not " + state + " within " + patience + ": " + readable(status));
            }
            LockSupport.parkNanos(NANOS_BETWEEN_PROBES);
        }
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts it again after its end, on the same port; it knows its connectors from the broker.
     *
     * @throws IllegalStateException if it runs, or does not start; with what it logged last
     */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("the worker runs");
        }
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() throws IOException {
        ChildProcess started = ChildProcess.start(
                "connect worker",
                JavaCommand.ofMain(
                        jvm,
                        classPath,
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        settings(directory).toString()),
                log());
        started.awaitReady(PATIENCE, this::isHealthy);
        return started;
    }

    private boolean isHealthy() {
        try {
            return send(HttpRequest.newBuilder(url().resolve("/health"))).statusCode() == 200;
        } catch (IOException e) { // not yet
            return false;
        }
    }

    private URI connector(String name, String resource) {
        return url().resolve("/connectors/" + name + "/" + resource);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(REQUEST_PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker was asked", e);
        }
    }

    /** JSON with the line ends of the stack traces in it. */
    private static String readable(String json) {
        return json.replace("\\n", "\n").replace("\\t", "\t");
    }

    private static Path settings(Path directory) {
        return directory.resolve("worker.properties");
    }

    /** Describes a worker; {@link #start(Path)} makes it. */
    public static final class Builder {
        private final String classPath;
        private final Properties settings = new Properties();
        private List<String> jvm = JavaCommand.small(HEAP);

        private Builder(String classPath, String bootstrapServers, Path pluginPath) {
            this.classPath = classPath;
            set("bootstrap.servers", bootstrapServers);
            set("plugin.path", pluginPath.toAbsolutePath().toString());
            set("plugin.discovery", "service_load");
            set("group.id", "connect");
            set("key.converter", "org.apache.kafka.connect.storage.StringConverter");
            set("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
            set("header.converter", "org.apache.kafka.connect.storage.StringConverter");
            for (String topic : List.of("config", "offset", "status")) {
                set(topic + ".storage.topic", "connect-" + topic);
                set(topic + ".storage.replication.factor", "1");
            }
            set("offset.storage.partitions", "1");
            set("status.storage.partitions", "1");
            // after a crash of the only worker nobody else is there to wait for
            set("scheduled.rebalance.max.delay.ms", "0");
        }

        /** Gives its JVM these options, in place of those that make it small and quick to start. */
        public Builder jvm(String... options) {
            jvm = List.of(options);
            return this;
        }

        /** Sets any setting of the worker. */
        public Builder set(String name, String value) {
            settings.setProperty(name, value);
            return this;
        }

        /**
         * Starts it and waits until it is ready for connectors.
         *
         * @param directory for its settings and log; exists, belongs to the caller, and holds no other worker's
         * @throws IllegalStateException if it does not start; with what it logged last
         */
        public ConnectWorker start(Path directory) throws IOException {
            int port = FreePort.onLoopback();
            set("listeners", "http://127.0.0.1:" + port);
            try (Writer out = Files.newBufferedWriter(settings(directory))) {
                settings.store(out, null);
            }
            return new ConnectWorker(jvm, classPath, directory, port);
        }
    }
}
