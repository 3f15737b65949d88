package dev.postern.kafka.deferred;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.MailReader;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.kafka.record.ValueFormat;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** A pending mail as a record: the message as its value, the envelope in headers as in the records of users, and our own notes beside it. */
final class DeferredRecord {
    private static final String ATTEMPTS = "deferred.attempts";
    private static final String MOVES = "deferred.moves";
    private static final String BORN = "deferred.born";
    private static final String WAKE = "deferred.wake";
    private static final String DUE = "deferred.due";
    private static final String WARNED = "deferred.warned";
    private static final String TOPIC = "deferred.topic";
    private static final String PARTITION = "deferred.partition";
    private static final String OFFSET = "deferred.offset";

    private static final MailReader READER = new MailReader(ValueFormat.AUTO);

    private DeferredRecord() {}

    /** @throws IOException if the message can't be read */
    static ProducerRecord<byte[], byte[]> of(PendingMail pending, Slot slot) throws IOException {
        DeliveryEvent.Mail name = pending.name();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                slot.topic(),
                slot.partition(),
                octets(name.id()),
                pending.mail().message().toByteArray());
        Headers headers = record.headers();
        EnvelopeAttributes.of(pending.mail().envelope())
                .forEach(attribute -> add(headers, attribute.getKey(), attribute.getValue()));
        add(headers, ATTEMPTS, String.valueOf(pending.attempts()));
        add(headers, MOVES, String.valueOf(pending.moves()));
        add(headers, BORN, pending.born().toString());
        add(headers, WAKE, slot.wake().toString());
        add(headers, DUE, pending.due().toString());
        add(headers, WARNED, String.valueOf(pending.warned()));
        add(headers, TOPIC, name.topic());
        add(headers, PARTITION, String.valueOf(name.partition()));
        add(headers, OFFSET, String.valueOf(name.offset()));
        return record;
    }

    /**
     * When the record is to be looked at.
     *
     * @throws InvalidMailException if it does not say
     */
    static Instant wake(ConsumerRecord<byte[], byte[]> record) {
        return time(record, WAKE);
    }

    /**
     * The mail of a record.
     *
     * @throws InvalidMailException if it holds none
     */
    static PendingMail read(ConsumerRecord<byte[], byte[]> record) {
        OutgoingMail mail = READER.read(asSinkRecord(record));
        try {
            DeliveryEvent.Mail name = new DeliveryEvent.Mail(
                    mail.envelope().id(),
                    mail.envelope().reversePath(),
                    text(record, TOPIC),
                    Integer.parseInt(text(record, PARTITION)),
                    Long.parseLong(text(record, OFFSET)));
            return new PendingMail(
                    mail,
                    name,
                    time(record, BORN),
                    time(record, DUE),
                    Integer.parseInt(text(record, ATTEMPTS)),
                    Integer.parseInt(text(record, MOVES)),
                    Boolean.parseBoolean(text(record, WARNED)));
        } catch (NumberFormatException e) {
            throw new InvalidMailException("one of our own headers holds no number", e);
        }
    }

    private static SinkRecord asSinkRecord(ConsumerRecord<byte[], byte[]> record) {
        ConnectHeaders headers = new ConnectHeaders();
        record.headers().forEach(header -> headers.addString(header.key(), text(header)));
        return new SinkRecord(
                record.topic(),
                record.partition(),
                null,
                null,
                null,
                record.value(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                headers);
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record, String name) {
        try {
            return Instant.parse(text(record, name));
        } catch (DateTimeParseException e) {
            throw new InvalidMailException("the header " + name + " holds no time", e);
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new InvalidMailException("the header " + name + " is missing");
        }
        return text(header);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, octets(value));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
