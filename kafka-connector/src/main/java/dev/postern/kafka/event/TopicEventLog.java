package dev.postern.kafka.event;

import dev.postern.kafka.broker.OwnProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.storage.Converter;

/** Events as records of a topic. */
final class TopicEventLog implements EventLog {
    private final String topic;
    private final Converter converter;
    private final OwnProducer producer;

    TopicEventLog(String topic, Converter converter, OwnProducer producer) {
        this.topic = topic;
        this.converter = converter;
        this.producer = producer;
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public CompletionStage<Void> write(List<DeliveryEvent> events) {
        return CompletableFuture.allOf(events.stream()
                .map(event -> producer.write(topic, () -> record(event)))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public Optional<Instant> pendingSince() {
        return producer.pendingSince();
    }

    @Override
    public void flush(Duration most) {
        producer.flush(most);
    }

    private ProducerRecord<byte[], byte[]> record(DeliveryEvent event) {
        byte[] value = converter.fromConnectData(topic, EventSchema.SCHEMA, EventSchema.of(event));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, octets(event.mail().id()), value);
        header(record, EventHeaders.EVENT, event.kind().text());
        header(record, EventHeaders.RECORD, event.mail().record());
        header(record, EventHeaders.RECIPIENT, event.recipient().toString());
        header(record, EventHeaders.ATTEMPT, String.valueOf(event.attempt()));
        header(record, EventHeaders.DOMAIN, event.recipient().domain().text());
        header(record, EventHeaders.STATUS, event.status().toString());
        String meaning = EventSchema.meaning(event);
        if (meaning != null) {
            header(record, EventHeaders.MEANING, meaning);
        }
        return record;
    }

    private static void header(ProducerRecord<?, ?> record, String name, String value) {
        record.headers().add(name, octets(value));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
