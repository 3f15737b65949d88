package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What stands in a topic. */
enum Records {
    /** Whole mails, as Postern takes them. */
    MAILS("From: sender@client.example\r\nTo: recipient@postern.example\r\nSubject: A mail of a load run\r\n\r\n"),
    /** Their bodies, of which Camel makes mails. */
    BODIES("");

    private static final String LINE = "A line of a mail that is on its way from a topic to a mail server.....\r\n";

    private final String header;

    Records(String header) {
        this.header = header;
    }

    /** Writes so many, to one partition after the other, and waits until the broker has them. */
    void produce(ConnectPeer.Source to, Size size, int count) {
        byte[] value = value(size);
        new Topics(to.bootstrapServers())
                .write(count, number -> new ProducerRecord<>(to.topic(), number % to.partitions(), null, value));
    }

    private byte[] value(Size size) {
        String body = LINE.repeat(size.octets() / LINE.length() + 1).substring(0, size.octets() - 2) + "\r\n";
        return (header + body).getBytes(StandardCharsets.US_ASCII);
    }
}
