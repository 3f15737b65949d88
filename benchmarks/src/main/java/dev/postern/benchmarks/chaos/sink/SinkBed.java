package dev.postern.benchmarks.chaos.sink;

import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.process.Topics;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker, workers, and between them and the receiver the proxy. */
final class SinkBed implements AutoCloseable {
    static final String CONNECTOR = "mail-out";
    static final String TOPIC = "mails";
    static final String EVENTS = "events";

    private static final int PARTITIONS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaKit kit;
    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final List<ConnectWorker> workers = new ArrayList<>();
    private final MoodyReceiver receiver;
    private final WireProxy proxy;

    SinkBed(KafkaKit kit, MoodyReceiver receiver) throws IOException {
        this.kit = kit;
        this.receiver = receiver;
        this.scratch = ScratchDirectory.create();
        this.proxy = new WireProxy(receiver.port());
        this.broker = KafkaBroker.builder(kit.classPath()).start(scratch.path());
        new Topics(broker.bootstrapServers()).create(PARTITIONS, TOPIC, EVENTS);
        addWorker();
    }

    KafkaBroker broker() {
        return broker;
    }

    WireProxy proxy() {
        return proxy;
    }

    MoodyReceiver receiver() {
        return receiver;
    }

    /** The workers that run, the oldest first. */
    List<ConnectWorker> workers() {
        return workers;
    }

    /** Starts one more worker. */
    void addWorker() throws IOException {
        Path directory = Files.createDirectory(scratch.path().resolve("worker-" + workers.size()));
        workers.add(ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), kit.pluginPath())
                .set("session.timeout.ms", "6000")
                .set("heartbeat.interval.ms", "2000")
                .set("consumer.session.timeout.ms", "6000")
                .set("consumer.heartbeat.interval.ms", "2000")
                .start(directory));
    }

    /** Ends the youngest worker in order. */
    void removeWorker() {
        workers.remove(workers.size() - 1).close();
    }

    /** Creates the connector and waits until it runs. */
    void runConnector(int tasks) throws IOException {
        workers.get(0)
                .configure(CONNECTOR, """
                {
                  "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                  "tasks.max": "%d",
                  "topics": "%s",
                  "smtp.host": "127.0.0.1",
                  "smtp.port": "%d",
                  "smtp.tls": "none",
                  "smtp.hello": "gateway.sender.example",
                  "smtp.connections": "8",
                  "events.topic": "%s",
                  "deferred.topic": "deferred",
                  "deferred.topic.partitions": "3",
                  "deferred.schedule": "2s,5s",
                  "kafka.bootstrap.servers": "%s",
                  "kafka.session.timeout.ms": "6000",
                  "kafka.heartbeat.interval.ms": "2000"
                }
                """.formatted(tasks, TOPIC, proxy.port(), EVENTS, broker.bootstrapServers()));
        awaitConnector();
    }

    /** Waits until connector and tasks run. */
    void awaitConnector() throws IOException {
        workers.get(0).awaitRunning(CONNECTOR, PATIENCE);
    }

    @Override
    public void close() throws IOException {
        workers.forEach(ConnectWorker::close);
        broker.close();
        proxy.close();
        receiver.close();
        scratch.close();
    }
}
