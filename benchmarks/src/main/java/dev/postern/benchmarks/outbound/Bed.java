package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.CountingSink;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.process.Topics;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A broker, a receiver, and whoever sends mail from one to the other. */
final class Bed implements AutoCloseable {
    private static final String BROKER_HEAP = "-Xmx1g";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaKit kit;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final CountingSink sink;

    private Bed(KafkaKit kit, ScratchDirectory scratch, KafkaBroker broker, CountingSink sink) {
        this.kit = kit;
        this.scratch = scratch;
        this.broker = broker;
        this.sink = sink;
    }

    static Bed start(KafkaKit kit, Executables executables) throws IOException {
        CountingSink sink = CountingSink.start(executables.ofPostfix("smtp-sink"));
        ScratchDirectory scratch = ScratchDirectory.create();
        KafkaBroker broker =
                KafkaBroker.builder(kit.classPath()).jvm(BROKER_HEAP).start(scratch.path());
        return new Bed(kit, scratch, broker, sink);
    }

    /** The server that takes the mails. */
    CountingSink sink() {
        return sink;
    }

    /** Where the broker is. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** For logs. */
    Path directory() {
        return scratch.path();
    }

    /** Makes a topic. */
    ConnectPeer.Source source(String topic, int partitions, Records records) throws IOException {
        new Topics(bootstrapServers()).create(partitions, topic);
        return new ConnectPeer.Source(bootstrapServers(), topic, partitions, records);
    }

    /** Postern in a worker of its own. */
    ConnectPeer postern(String name, String settings, ConnectPeer.Source source, Receiver receiver) throws IOException {
        ConnectWorker worker = keep(worker(name, kit.pluginPath(), "service_load"));
        run(worker, name, settings);
        return new ConnectPeer(name, worker, source, receiver, Size::mails).started();
    }

    /** Camel in a worker of its own; empty where it has not been fetched. */
    Optional<ConnectPeer> camel(String name, String settings, ConnectPeer.Source source) throws IOException {
        if (!Files.isDirectory(kit.peerPath())) {
            return Optional.empty();
        }
        ConnectWorker worker = keep(worker(name, kit.peerPath(), "only_scan")); // it has no manifest of services
        run(worker, name, settings);
        return Optional.of(new ConnectPeer(name, worker, source, sink, Size::camelMails).started());
    }

    private ConnectWorker worker(String name, Path plugins, String discovery) throws IOException {
        Path directory = Files.createDirectory(scratch.path().resolve("worker-" + name));
        ConnectWorker.Builder worker = ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), plugins)
                .jvm(JavaServer.HEAP)
                .set("group.id", "workers-" + name)
                .set("plugin.discovery", discovery)
                .set("offset.flush.interval.ms", "1000"); // as often as Postern asks for it
        for (String topic : List.of("config", "offset", "status")) {
            worker.set(topic + ".storage.topic", "connect-" + name + "-" + topic);
        }
        return worker.start(directory);
    }

    private static void run(ConnectWorker worker, String name, String settings) throws IOException {
        worker.configure(name, settings);
        worker.awaitRunning(name, PATIENCE);
    }

    /** Has something closed with this object, before what was kept earlier. */
    <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : opened) {
            close(part);
        }
        broker.close();
        sink.close();
        scratch.close();
    }

    private static void close(AutoCloseable part) throws IOException {
        try {
            part.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
