package dev.postern.benchmarks.source;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.process.Topics;
import dev.postern.benchmarks.result.Sample;
import dev.postern.testkit.ConnectWorker;
import java.io.IOException;
import java.time.Duration;

/**
 * The source connector, which reads a mailbox into a topic. Each run is another connector, which knows nothing of the mailbox yet; the clock runs from its first
 * records on, as Connect takes its time to start one.
 *
 * @param process the worker
 */
record MailboxPeer(ConnectWorker worker, MeasuredProcess process, FilledMailbox mailbox, Topics topics)
        implements Peer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** So many may come at once. */
    private static final int FEW = 2_000;

    @Override
    public String name() {
        return POSTERN;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario == Scenario.IMAP;
    }

    @Override
    public Sample run(Scenario scenario, int mails) throws IOException {
        mailbox.fill(mails, scenario.octets());
        String name = "mailbox-" + System.nanoTime();
        topics.create(1, name);
        worker.configure(name, settings(name));
        long first = mails < FEW ? 0 : topics.await(name, 1, PATIENCE);
        long before = process.cpuMicros();
        long start = System.nanoTime();
        long last = topics.await(name, mails, PATIENCE);
        if (last != mails) {
            throw new BenchException("of " + mails + " mails " + last + " are in the topic");
        }
        Sample sample =
                Sample.of(Math.toIntExact(last - first), System.nanoTime() - start, process.cpuMicros() - before);
        worker.stop(name);
        return sample;
    }

    private String settings(String topic) {
        return """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "mail.mode": "imap",
                  "imap.host": "127.0.0.1",
                  "imap.port": "%d",
                  "imap.tls": "none",
                  "imap.username": "%s",
                  "imap.password": "%s",
                  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
                  "header.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "producer.override.acks": "all"
                }
                """.formatted(topic, mailbox.port(), FilledMailbox.USER, FilledMailbox.PASSWORD);
    }
}
