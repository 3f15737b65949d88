package dev.postern.benchmarks.source;

import dev.postern.benchmarks.BenchException;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker, and whoever stores mail there; and Postfix, with its queue on the same disk; and a mailbox with who reads it. */
final class Bed implements AutoCloseable {
    private static final String TOPIC = "mail-in";
    private static final String PRODUCED = "produced";
    private static final String BROKER_HEAP = "-Xmx1g";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final ScratchDirectory scratch;
    private final Executables executables;
    private @Nullable KafkaBroker broker;

    private Bed(ScratchDirectory scratch, Executables executables) {
        this.scratch = scratch;
        this.executables = executables;
        ends.push(scratch::close);
    }

    static Bed create(Executables executables) throws IOException {
        return new Bed(ScratchDirectory.create(), executables);
    }

    /** Starts those to whom mail is sent. */
    List<Peer> peers(KafkaKit kit) throws IOException {
        SmtpSource clients = new SmtpSource(executables.ofPostfix("smtp-source"));
        String bootstrapServers = broker(kit).bootstrapServers();
        new Topics(bootstrapServers).create(1, TOPIC, PRODUCED);
        return List.of(connector(kit, bootstrapServers, clients), postfix(clients), producer(bootstrapServers));
    }

    /** Starts those who read a mailbox. */
    List<Peer> mailboxPeers(KafkaKit kit) throws IOException {
        Path fetchmail = executables
                .find("fetchmail")
                .orElseThrow(() -> new BenchException("fetchmail is not installed (apt-get install fetchmail)"));
        FilledMailbox mailbox = new FilledMailbox();
        ends.push(mailbox::close);
        String bootstrapServers = broker(kit).bootstrapServers();
        ConnectWorker worker = worker(kit, bootstrapServers, "mailbox-worker");
        ServerJvm process = keep(new ServerJvm("the worker", worker.pid(), worker::close));
        return List.of(
                new MailboxPeer(worker, process, mailbox, new Topics(bootstrapServers)),
                new FetchmailPeer(fetchmail, scratch.path(), mailbox));
    }

    private KafkaBroker broker(KafkaKit kit) throws IOException {
        if (broker != null) {
            return broker;
        }
        KafkaBroker started = KafkaBroker.builder(kit.classPath())
                .jvm(BROKER_HEAP)
                // runs of some hundred megabytes each: the disk need not hold them all
                .set("log.segment.bytes", "268435456")
                .set("log.retention.bytes", "536870912")
                .set("log.retention.check.interval.ms", "5000")
                .start(scratch.path());
        ends.push(started::close);
        broker = started;
        return started;
    }

    private ConnectWorker worker(KafkaKit kit, String bootstrapServers, String name) throws IOException {
        return ConnectWorker.builder(kit.classPath(), bootstrapServers, kit.pluginPath())
                .jvm(JavaServer.HEAP)
                .start(Files.createDirectory(scratch.path().resolve(name)));
    }

    private Peer connector(KafkaKit kit, String bootstrapServers, SmtpSource clients) throws IOException {
        ConnectWorker worker = worker(kit, bootstrapServers, "worker");
        ServerJvm process = keep(new ServerJvm("the worker", worker.pid(), worker::close));
        int port = FreePort.onLoopback();
        worker.configure("mail-in", SourceSettings.json(TOPIC, port));
        worker.awaitRunning("mail-in", PATIENCE);
        return new ConnectorPeer(process, port, clients, new Topics(bootstrapServers), TOPIC);
    }

    /** What it has queued is thrown away, which is the least that becomes of it; the queue manager never slows the clients down. */
    private Peer postfix(SmtpSource clients) throws IOException {
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
