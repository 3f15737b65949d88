package dev.postern.benchmarks.chaos.source;

import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.process.Topics;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A broker, a worker, and in it the connector with its listener. */
final class SourceBed implements AutoCloseable {
    static final String CONNECTOR = "mail-in";
    static final String TOPIC = "mails";
    static final String DOMAIN = "receiver.example";

    private static final int PARTITIONS = 3;
    /** A short one, so that mail is put off while the broker is away. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;
    /** What Connect logs of a task that is not at its end 5 seconds after it was told to stop. */
    private static final String OVERDUE = "Graceful stop of task";

    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final ConnectWorker worker;
    private final int port;
    private final List<String> overdue = new ArrayList<>();
    private long longestStop;

    SourceBed(KafkaKit kit) throws IOException {
        scratch = ScratchDirectory.create();
        port = FreePort.onLoopback();
        broker = KafkaBroker.builder(kit.classPath()).start(scratch.path());
        new Topics(broker.bootstrapServers()).create(PARTITIONS, TOPIC);
        worker = ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), kit.pluginPath())
                .set("session.timeout.ms", "6000")
                .set("heartbeat.interval.ms", "2000")
                .start(Files.createDirectory(scratch.path().resolve("worker")));
        worker.configure(CONNECTOR, settings());
        awaitConnector();
    }

    /** As the README has it. */
    private String settings() {
        return """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "listen.port": "%d",
                  "hostname": "mx.%s",
                  "accepted.domains": "%s",
                  "reply.deadline.ms": "%d",
                  "errors.tolerance": "all",
                  "producer.override.acks": "all",
                  "producer.override.linger.ms": "0",
                  "producer.override.batch.size": "524288"
                }
                """.formatted(TOPIC, port, DOMAIN, DOMAIN, DEADLINE.toMillis());
    }

    KafkaBroker broker() {
        return broker;
    }

    ConnectWorker worker() {
        return worker;
    }

    /** Of the listener. */
    int port() {
        return port;
    }

    /** After how long a mail that waits for the broker is put off. */
    static Duration deadline() {
        return DEADLINE;
    }

    /** Starts the worker again after its end. */
    void restartWorker() throws IOException {
        overdue.addAll(overdueInLog()); // which begins anew
        worker.restart();
    }

    /** Waits until connector and task run. */
    void awaitConnector() throws IOException {
        worker.awaitRunning(CONNECTOR, PATIENCE);
    }

    /** Does what stops the task, and measures how long its port takes connections from then on. */
    void stop(Stop stop) throws IOException {
        long start = System.nanoTime();
        CompletableFuture<Long> closed = CompletableFuture.supplyAsync(this::awaitClosed);
        stop.run();
        longestStop = Math.max(longestStop, closed.join() - start);
    }

    /** What stops the task. */
    interface Stop {
        void run() throws IOException;
    }

    /** The longest that a port took connections after its task was to stop, request and all. */
    Duration longestStop() {
        return Duration.ofNanos(longestStop);
    }

    /** What the worker said of tasks that were not at their end within the time that Connect gives them. */
    List<String> overdue() throws IOException {
        List<String> all = new ArrayList<>(overdue);
        all.addAll(overdueInLog());
        return all;
    }

    private List<String> overdueInLog() throws IOException {
        try (Stream<String> lines = Files.lines(worker.log())) {
            return lines.filter(line -> line.contains(OVERDUE)).toList();
        }
    }

    private long awaitClosed() {
        long start = System.nanoTime();
        while (isOpen() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return System.nanoTime();
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
        broker.close();
        scratch.close();
    }
}
