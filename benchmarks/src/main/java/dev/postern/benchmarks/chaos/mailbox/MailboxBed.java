package dev.postern.benchmarks.chaos.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker, workers, and the mailboxes. */
final class MailboxBed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KafkaKit kit;
    private final Guarantee guarantee;
    private final ScratchDirectory scratch;
    private final KafkaBroker broker;
    private final List<ConnectWorker> workers = new ArrayList<>();
    private final Mailboxes mailboxes;
    private int started;

    MailboxBed(KafkaKit kit, Reading reading, Guarantee guarantee) throws IOException {
        this.kit = kit;
        this.guarantee = guarantee;
        this.scratch = ScratchDirectory.create();
        this.mailboxes = new Mailboxes(reading);
        this.broker = KafkaBroker.builder(kit.classPath())
                .set("transaction.state.log.replication.factor", "1")
                .set("transaction.state.log.min.isr", "1")
                .set("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                .start(scratch.path());
        addWorker();
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The worker that is there from the start to the end. */
    ConnectWorker first() {
        return workers.get(0);
    }

    /** Starts one more worker. */
    void addWorker() throws IOException {
        Path directory = Files.createDirectory(scratch.path().resolve("worker-" + started++));
        workers.add(ConnectWorker.builder(kit.classPath(), broker.bootstrapServers(), kit.pluginPath())
                .set("session.timeout.ms", "6000")
                .set("heartbeat.interval.ms", "2000")
                .set("scheduled.rebalance.max.delay.ms", "1000")
                .set("offset.flush.interval.ms", "1000")
                .set("exactly.once.source.support", guarantee == Guarantee.EXACTLY_ONCE ? "enabled" : "disabled")
                .start(directory));
    }

    /** Ends all workers but the first, in order where they run. */
    void removeWorkers() {
        while (workers.size() > 1) {
            workers.remove(workers.size() - 1).close();
        }
    }

    /** Kills a worker that has a task of the connector, and is not the first; where none has one, the youngest. */
    void killBusyWorker(String connector) throws IOException {
        ConnectWorker busy = workers.get(workers.size() - 1);
        for (JsonNode task : MAPPER.readTree(first().status(connector)).path("tasks")) {
            for (ConnectWorker worker : workers.subList(1, workers.size())) {
                String end = ":" + worker.url().getPort();
                busy = task.path("worker_id").asText().endsWith(end) ? worker : busy;
            }
        }
        busy.kill();
    }

    /**
     * Makes the topic, and a connector that reads all mailboxes into it.
     *
     * @param rate mails a second of each folder, or 0
     */
    void run(Reading reading, String connector, String topic, int rate) throws IOException {
        new Topics(bootstrapServers()).create(1, topic, Reading.gone(connector));
        String prefix = reading.mode() + ".";
        Map<String, String> settings = new HashMap<>(reading.settings(connector));
        settings.put("connector.class", "dev.postern.kafka.source.MailSourceConnector");
        settings.put("tasks.max", "6");
        settings.put("exactly.once.support", guarantee == Guarantee.EXACTLY_ONCE ? "required" : "requested");
        if (guarantee == Guarantee.EXACTLY_ONCE) { // as the README has it
            settings.put("producer.override.transaction.timeout.ms", "10000");
        }
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("topic", topic);
        settings.put("kafka.bootstrap.servers", bootstrapServers());
        settings.put("mail.mode", reading.mode());
        settings.put(prefix + "rate", String.valueOf(rate));
        settings.put(prefix + "retry.first.ms", "50");
        settings.put(prefix + "retry.max.ms", "1000");
        settings.put(prefix + "accounts", String.join(",", Mailboxes.ACCOUNTS));
        for (String name : Mailboxes.ACCOUNTS) {
            String account = prefix + "account." + name + ".";
            settings.put(account + "host", "127.0.0.1");
            settings.put(account + "port", String.valueOf(mailboxes.proxy().port()));
            settings.put(account + "tls", "none");
            settings.put(account + "username", Mailboxes.user(name));
            settings.put(account + "password", Mailboxes.PASSWORD);
            if (reading == Reading.IMAP) {
                settings.put(account + "folders", "INBOX,Archive/*");
            }
        }
        first().configure(connector, MAPPER.writeValueAsString(settings));
        first().awaitRunning(connector, PATIENCE);
    }

    @Override
    public void close() throws IOException {
        workers.forEach(ConnectWorker::close);
        broker.close();
        mailboxes.close();
        scratch.close();
    }
}
