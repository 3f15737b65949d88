package dev.postern.benchmarks.chaos.outage;

import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.process.Topics;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.Nsd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker, a worker, DNS for two domains on two loopback addresses, and the server of the one that is up. */
final class Bed implements AutoCloseable {
    static final String UP = "up.example";
    static final String DOWN = "down.example";

    private static final String CONNECTOR = "mail-out";
    private static final String TOPIC = "mails";
    private static final int PARTITIONS = 3;
    private static final String UP_ADDRESS = "127.0.0.1";
    private static final String DOWN_ADDRESS = "127.0.0.2";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "A line of a mail that waits for a server that is down.\r\n".repeat(15);

    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final Topics topics;
    private final ConnectWorker worker;
    private final Nsd dns;
    private final Destination up;

    /**
     * Starts it.
     *
     * @param heapMegabytes of the worker
     * @param schedule as in {@code deferred.schedule}
     */
    Bed(KafkaKit kit, int heapMegabytes, String schedule) throws IOException {
        scratch = ScratchDirectory.create();
        up = new Destination(address(UP_ADDRESS, 0));
        dns = Nsd.serving(Map.of(UP, zone(UP_ADDRESS), DOWN, zone(DOWN_ADDRESS)));
        broker = KafkaBroker.builder(kit.classPath()).jvm("-Xmx1g").start(scratch.path());
        topics = new Topics(broker.bootstrapServers());
        topics.create(PARTITIONS, TOPIC, "events");
        Path directory = Files.createDirectory(scratch.path().resolve("worker"));
        worker = ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), kit.pluginPath())
                .jvm("-Xmx" + heapMegabytes + "m")
                .start(directory);
        worker.configure(CONNECTOR, settings(schedule));
        worker.awaitRunning(CONNECTOR, PATIENCE);
    }

    private String settings(String schedule) {
        return """
                {
                  "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                  "tasks.max": "1",
                  "topics": "%s",
                  "smtp.route": "mx",
                  "smtp.mx.port": "%d",
                  "smtp.mx.tls": "none",
                  "smtp.mx.private.addresses": "true",
                  "smtp.hello": "gateway.sender.example",
                  "dns.servers": "127.0.0.1:%d",
                  "events.topic": "events",
                  "deferred.topic": "deferred",
                  "deferred.schedule": "%s",
                  "kafka.bootstrap.servers": "%s"
                }
                """.formatted(TOPIC, up.port(), dns.address().getPort(), schedule, broker.bootstrapServers());
    }

    private static InetSocketAddress address(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private static String zone(String address) {
        return """
                $TTL 300
                @ IN SOA ns hostmaster 1 3600 900 604800 60
                @ IN NS ns
                @ IN MX 10 mx
                mx IN A %s
                ns IN A 127.0.0.1
                """.formatted(address);
    }

    /** The server of the domain that is up. */
    Destination up() {
        return up;
    }

    /** Starts the server of the domain that was down. */
    Destination repair() throws IOException {
        return new Destination(address(DOWN_ADDRESS, up.port()));
    }

    /** Megabytes of the worker's heap that are no garbage. */
    long liveHeap() throws IOException {
        return LiveHeap.megabytes(worker.pid());
    }

    /** Writes so many mails for a domain, and waits until the broker has them. */
    void produce(String domain, int mails) {
        byte[] mail = ("From: ann@sender.example\r\nTo: bob@" + domain + "\r\nSubject: A mail\r\n\r\n" + TEXT)
                .getBytes(StandardCharsets.US_ASCII);
        topics.write(mails, number -> new ProducerRecord<>(TOPIC, number % PARTITIONS, null, mail));
    }

    /** How many records of the topic are done with. */
    long done() throws IOException {
        return topics.committed("connect-" + CONNECTOR);
    }

    /** Holds back the tasks, so that a topic can be filled first. */
    void pause() throws IOException {
        worker.pause(CONNECTOR);
        worker.awaitPaused(CONNECTOR, PATIENCE);
    }

    /** Has them go on. */
    void resume() throws IOException {
        worker.resume(CONNECTOR);
    }

    /** @throws IllegalStateException if a task has failed, with its stack trace */
    void checkRunning() throws IOException {
        worker.awaitRunning(CONNECTOR, PATIENCE);
    }

    @Override
    public void close() throws IOException {
        worker.close();
        broker.close();
        dns.close();
        up.close();
        scratch.close();
    }
}
