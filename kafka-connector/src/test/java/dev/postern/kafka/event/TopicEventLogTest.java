package dev.postern.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.kafka.AvroTrip;
import dev.postern.kafka.broker.OwnProducer;
import dev.postern.mail.Address;
import dev.postern.mail.dsn.Classification;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.delivery.PolicyResult;
import dev.postern.smtp.tlsrpt.ResultType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against Kafka's own mock of a producer; a real broker is in ConnectClusterTest. */
@Timeout(30)
class TopicEventLogTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.250Z");
    private static final DeliveryEvent.Mail MAIL =
            new DeliveryEvent.Mail("01M8", Address.parse("ann@example.org"), "orders", 3, 17);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private static DeliveryEvent deferred(String text) {
        return new DeliveryEvent(
                DeliveryEvent.Kind.DEFERRED,
                NOON,
                MAIL,
                Address.parse("bob@example.net"),
                2,
                "mx.example.net[192.0.2.1]:25",
                null,
                new PolicyResult(Assurance.Policy.MTA_STS, ResultType.CERTIFICATE_EXPIRED),
                451,
                EnhancedCode.parse("4.7.1"),
                Classification.GREYLISTED,
                text,
                NOON.plusSeconds(60));
    }

    private static JsonConverter converter(boolean schema) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", schema), false);
        return converter;
    }

    private static void await(EventLog log, DeliveryEvent... events) throws Exception {
        log.write(List.of(events)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void anEventGoesThroughAvroAndBack() throws Exception {
        SchemaAndValue event = new SchemaAndValue(EventSchema.SCHEMA, EventSchema.of(deferred("450 4.2.1 later")));
        Struct read = (Struct) AvroTrip.thereAndBack(event).value();
        assertEquals(AvroTrip.json(event), AvroTrip.json(new SchemaAndValue(read.schema(), read)));
        assertEquals("dev.postern.DeliveryEvent", read.schema().name());
        assertEquals(EventSchema.VERSION, read.schema().version());
    }

    @Test
    void anEventIsAJsonObjectUnderTheIdOfItsMail() throws Exception {
        try (EventLog log = new TopicEventLog("events", converter(false), new OwnProducer("an event", producer))) {
            await(log, deferred("451 4.7.1 Greylisted"));
        }
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertEquals("events", record.topic());
        assertEquals("01M8", new String(record.key(), UTF_8));
        assertEquals("orders-3@17", header(record, "mail.record"));
        assertEquals("bob@example.net", header(record, "mail.recipient"));
        assertEquals("2", header(record, "mail.attempt"));
        assertEquals("deferred", header(record, "mail.event"));
        assertEquals("example.net", header(record, "mail.domain"));
        assertEquals("4.7.1", header(record, "mail.status"));
        assertEquals("greylisted", header(record, "mail.meaning"));
        JsonNode expected = new ObjectMapper().readTree("""
                {"version": 3, "event": "deferred", "time": 1795694400250, "mail": "01M8", "sender": "ann@example.org",
                 "recipient": "bob@example.net", "attempt": 2, "peer": "mx.example.net[192.0.2.1]:25", "tls": null,
                 "code": 451, "status": "4.7.1", "meaning": "greylisted", "text": "451 4.7.1 Greylisted", "next": 1795694460250,
                 "topic": "orders", "partition": 3, "offset": 17, "policy": "mta-sts", "fault": "certificate-expired",
                 "proof": null}
                """);
        assertEquals(expected.toString(), new String(record.value(), UTF_8));
    }

    private static String header(ProducerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void withItsSchemaAnEventComesBackAsAStruct() throws Exception {
        JsonConverter converter = converter(true);
        try (EventLog log = new TopicEventLog("events", converter, new OwnProducer("an event", producer))) {
            await(log, deferred("x".repeat(10_000)));
            SchemaAndValue read =
                    converter.toConnectData("events", producer.history().get(0).value());
            assertEquals("dev.postern.DeliveryEvent", read.schema().name());
            assertEquals(3, read.schema().version());
            Struct event = (Struct) read.value();
            assertEquals(451, event.getInt32("code"));
            assertEquals(4_096, event.getString("text").length(), "a peer's words are bounded");
        }
    }

    @Test
    void whatFailsForATimeIsTriedAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        MockProducer<byte[], byte[]> moody =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        if (failures.getAndDecrement() > 0) {
                            callback.onCompletion(null, new TimeoutException("no brokers"));
                            return CompletableFuture.completedFuture(null);
                        }
                        return super.send(record, callback);
                    }
                };
        try (EventLog log = new TopicEventLog("events", converter(false), new OwnProducer("an event", moody))) {
            await(log, deferred("later"));
        }
        assertEquals(1, moody.history().size());
    }

    @Test
    void whatFailsForGoodIsToldWithTheTopicsName() {
        producer.sendException = new TopicAuthorizationException("Not authorized");
        try (EventLog log = new TopicEventLog("events", converter(false), new OwnProducer("an event", producer))) {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> await(log, deferred("later")));
            ConnectException lost = assertInstanceOf(ConnectException.class, failure.getCause());
            assertEquals("the topic events did not take an event: Not authorized", lost.getMessage());
        }
    }

    @Test
    void aProducerThatBlocksHoldsNobodyUp() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        MockProducer<byte[], byte[]> blocking =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        entered.countDown();
                        try {
                            free.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return super.send(record, callback);
                    }
                };
        try (EventLog log = new TopicEventLog("events", converter(false), new OwnProducer("an event", blocking))) {
            CompletableFuture<Void> stored =
                    log.write(List.of(deferred("a"), deferred("b"))).toCompletableFuture();
            assertTrue(entered.await(20, TimeUnit.SECONDS));
            assertFalse(stored.isDone());
            free.countDown();
            stored.get(20, TimeUnit.SECONDS);
        }
        assertEquals(2, blocking.history().size());
    }

    @Test
    void behindItsEndAnEventIsRefused() throws Exception {
        EventLog log = new TopicEventLog("events", converter(false), new OwnProducer("an event", producer));
        log.close();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(log, deferred("late")));
        assertInstanceOf(ConnectException.class, failure.getCause());
        assertEquals(List.of(), producer.history());
    }
}
