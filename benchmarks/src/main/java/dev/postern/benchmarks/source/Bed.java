package dev.postern.benchmarks.source;

import dev.postern.benchmarks.inbound.SmtpSource;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.KafkaKit;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.process.PostfixProcess;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.benchmarks.process.ServerJvm;
import dev.postern.benchmarks.process.Topics;
import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A broker, and whoever stores mail there; and Postfix, with its queue on the same disk. */
final class Bed implements AutoCloseable {
    private static final String TOPIC = "mail-in";
    private static final String PRODUCED = "produced";
    private static final String BROKER_HEAP = "-Xmx1g";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final ScratchDirectory scratch;
    private final SmtpSource clients;

    private Bed(ScratchDirectory scratch, SmtpSource clients) {
        this.scratch = scratch;
        this.clients = clients;
        ends.push(scratch::close);
    }

    static Bed create(Executables executables) throws IOException {
        return new Bed(ScratchDirectory.create(), new SmtpSource(executables.ofPostfix("smtp-source")));
    }

    /** Starts them all. */
    List<Peer> peers(KafkaKit kit) throws IOException {
        KafkaBroker broker = KafkaBroker.builder(kit.classPath())
                .jvm(BROKER_HEAP)
                // runs of some hundred megabytes each: the disk need not hold them all
                .set("log.segment.bytes", "268435456")
                .set("log.retention.bytes", "536870912")
                .set("log.retention.check.interval.ms", "5000")
                .start(scratch.path());
        ends.push(broker::close);
        new Topics(broker.bootstrapServers()).create(1, TOPIC, PRODUCED);
        return List.of(connector(kit, broker.bootstrapServers()), postfix(), producer(broker.bootstrapServers()));
    }

    private Peer connector(KafkaKit kit, String bootstrapServers) throws IOException {
        ConnectWorker worker = ConnectWorker.builder(kit.classPath(), bootstrapServers, kit.pluginPath())
                .jvm(JavaServer.HEAP)
                .start(Files.createDirectory(scratch.path().resolve("worker")));
        ServerJvm process = keep(new ServerJvm("the worker", worker.pid(), worker::close));
        int port = FreePort.onLoopback();
        worker.configure("mail-in", SourceSettings.json(TOPIC, port));
        worker.awaitRunning("mail-in", PATIENCE);
        return new ConnectorPeer(process, port, clients, new Topics(bootstrapServers), TOPIC);
    }

    /** What it has queued is thrown away, which is the least that becomes of it; the queue manager never slows the clients down. */
    private Peer postfix() throws IOException {
        Postfix postfix = Postfix.builder()
                .set("default_transport", "discard:")
                .set("in_flow_delay", "0")
                .start();
        return new PostfixPeer(keep(new PostfixProcess(postfix)), postfix.port(), clients);
    }

    private Peer producer(String bootstrapServers) {
        JavaServer.Running running = JavaServer.start(
                "producer",
                BareProducer.class.getName(),
                List.of(bootstrapServers, TOPIC, PRODUCED),
                scratch.path().resolve("producer.log"));
        return new ProducerPeer(keep(running.process()));
    }

    private <T extends MeasuredProcess> T keep(T process) {
        ends.push(process::close);
        return process;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
