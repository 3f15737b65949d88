package dev.postern.benchmarks.chaos.mailbox;

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

/** A broker, workers, and the mailboxes. */
final class MailboxBed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaKit kit;
    private final boolean exactlyOnce;
    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final List<ConnectWorker> workers = new ArrayList<>();
    private final Mailboxes mailboxes;
    private int started;

    MailboxBed(KafkaKit kit, boolean exactlyOnce) throws IOException {
        this.kit = kit;
        this.exactlyOnce = exactlyOnce;
        this.scratch = ScratchDirectory.create();
        this.mailboxes = new Mailboxes();
        this.broker = KafkaBroker.builder(kit.classPath())
                .set("transaction.state.log.replication.factor", "1")
                .set("transaction.state.log.min.isr", "1")
                .start(scratch.path());
        addWorker();
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    List<ConnectWorker> workers() {
        return workers;
    }

    /** Starts one more worker. */
    void addWorker() throws IOException {
        Path directory = Files.createDirectory(scratch.path().resolve("worker-" + started++));
        workers.add(ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), kit.pluginPath())
                .set("session.timeout.ms", "6000")
                .set("heartbeat.interval.ms", "2000")
                .set("scheduled.rebalance.max.delay.ms", "1000")
                .set("offset.flush.interval.ms", "1000")
                .set("exactly.once.source.support", exactlyOnce ? "enabled" : "disabled")
                .start(directory));
    }

    /** Ends the youngest worker in order. */
    void removeWorker() {
        workers.remove(workers.size() - 1).close();
    }

    /**
     * Makes the topic, and a connector that reads all folders into it.
     *
     * @param rate mails a second of each folder, or 0
     */
    void run(String connector, String topic, int rate) throws IOException {
        new Topics(bootstrapServers()).create(1, topic);
        workers.get(0).configure(connector, """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "tasks.max": "6",
                  "exactly.once.support": "%1$s",
                  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "topic": "%2$s",
                  "mail.mode": "imap",
                  "imap.rate": "%3$d",
                  "imap.retry.first.ms": "50",
                  "imap.retry.max.ms": "1000",
                  "imap.fingerprints.topic": "%4$s-fingerprints",
                  "imap.fingerprints.topic.partitions": "1",
                  "imap.accounts": "ann,bob",
                  %5$s,
                  %6$s,
                  "kafka.bootstrap.servers": "%7$s"
                }
                """.formatted(
                        exactlyOnce ? "required" : "requested",
                        topic,
                        rate,
                        connector,
                        account("ann"),
                        account("bob"),
                        bootstrapServers()));
        workers.get(0).awaitRunning(connector, PATIENCE);
    }

    private String account(String name) {
        String prefix = "\"imap.account." + name + ".";
        return prefix + "host\": \"127.0.0.1\", " + prefix + "port\": \""
                + mailboxes.proxy().port() + "\", " + prefix + "tls\": \"none\", " + prefix + "username\": \"" + name
                + "@example.org\", " + prefix + "password\": \"" + Mailboxes.PASSWORD + "\", " + prefix
                + "folders\": \"INBOX,Archive/*\"";
    }

    @Override
    public void close() throws IOException {
        workers.forEach(ConnectWorker::close);
        broker.close();
        mailboxes.close();
        scratch.close();
    }
}
