package dev.postern.benchmarks.chaos.sink;

import dev.postern.benchmarks.chaos.MailNumber;
import dev.postern.benchmarks.process.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The mails of a run, each with its number in a field. */
final class Mails {
    private static final String TEXT = "A line of a mail that is on its way through a broken world.\r\n".repeat(30);

    private Mails() {}

    /** Writes mails of these numbers to a topic, and waits until the broker has them. */
    static void produce(String bootstrapServers, String topic, int mails) {
        new Topics(bootstrapServers).write(mails, number -> record(topic, number));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int number) {
        String mail = "From: ann@sender.example\r\nTo: bob" + number + "@receiver.example\r\n" + MailNumber.FIELD
                + number + "\r\nSubject: Mail " + number + "\r\n\r\n" + TEXT;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, mail.getBytes(StandardCharsets.US_ASCII));
        record.headers().add("mail.id", id(number).getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    /** The id of a mail, in events and logs. */
    static String id(int number) {
        return "chaos-" + number;
    }
}
