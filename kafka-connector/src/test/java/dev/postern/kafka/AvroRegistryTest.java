package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import io.apicurio.registry.utils.converter.AvroConverter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records in a real worker whose converter is Apicurio's for Avro, and asks a registry for schemas. */
@ExtendWith(ConnectWorker.class)
@Timeout(180)
class AvroRegistryTest {
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = SchemaRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Map<String, String> converterSettings() {
        return Map.of(
                "apicurio.registry.url", registry.url(),
                "apicurio.registry.auto-register", "true",
                "apicurio.registry.headers.enabled", "false"); // the id of the schema is in the value
    }

    /** One that knows nothing yet, as that of another program. */
    private AvroConverter<Object> converter() {
        AvroConverter<Object> converter = new AvroConverter<>();
        converter.configure(converterSettings(), false);
        return converter;
    }

    private void convert(String setting, Map<String, String> connector) {
        connector.put(setting, AvroConverter.class.getName());
        converterSettings().forEach((name, value) -> connector.put(setting + "." + name, value));
    }

    @Test
    void mailComesAsAvroWhoseSchemaIsInTheRegistry() throws Exception {
        ConnectWorker.createTopic("avro-in");
        int port = FreePort.onLoopback();
        Map<String, String> settings = ConnectWorker.sourceSettings("avro-in", port);
        settings.put("mail.value.format", "struct");
        settings.put("message.size.max", "1000000");
        convert("value.converter", settings);
        ConnectWorker.run("avro-in", MailSourceConnector.class, settings);
        assertInstanceOf(
                Outcome.Delivered.class,
                SourceRecordsTest.send(port, "ann@example.org", "bob@example.net", "Subject: first\n\nHi\n"));
        byte[] record = ConnectWorker.firstRecord("avro-in").value();
        assertEquals(0, record[0], "not the magic octet");
        assertEquals(1, ByteBuffer.wrap(record).getLong(1), "not the id of the only schema");
        Struct mail;
        try (AvroConverter<Object> reader = converter()) {
            mail = (Struct) reader.toConnectData("avro-in", record).value();
        }
        assertEquals("first", mail.getString("subject"));
        assertEquals(List.of("avro-in-value"), names());
        ConnectWorker.delete("avro-in");
    }

    private List<String> names() {
        return registry.artifacts().stream().map(SchemaRegistry.Artifact::name).toList();
    }

    @Test
    void avroOfAnotherProgramIsSentAndItsEventsAreAvroToo() throws Exception {
        ConnectWorker.createTopic("avro-out");
        ConnectWorker.createTopic("avro-events");
        Schema schema = SchemaBuilder.struct()
                .name("org.example.Mail")
                .field("from", Schema.STRING_SCHEMA)
                .field("to", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("subject", Schema.OPTIONAL_STRING_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .build();
        Struct mail = new Struct(schema)
                .put("from", "ann@example.org")
                .put("to", List.of("bob@example.net"))
                .put("subject", "by Avro")
                .put("text", "Hi");
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = ConnectWorker.sinkSettings("avro-out", relay.port());
            settings.put("events.topic", "avro-events");
            settings.put(
                    "kafka.bootstrap.servers", ConnectWorker.cluster().kafka().bootstrapServers());
            convert("value.converter", settings);
            convert("events.converter", settings);
            ConnectWorker.run("avro-out", SmtpSinkConnector.class, settings);
            try (AvroConverter<Object> writer = converter()) {
                ConnectWorker.produce("avro-out", writer.fromConnectData("avro-out", schema, mail));
            }
            String content = relay.next().content();
            assertTrue(content.contains("\r\nSubject: by Avro\r\n"), content);
            byte[] record = ConnectWorker.firstRecord("avro-events").value();
            try (AvroConverter<Object> reader = converter()) {
                Struct event =
                        (Struct) reader.toConnectData("avro-events", record).value();
                assertEquals("delivered", event.getString("event"));
            }
            assertEquals(List.of("avro-out-value", "avro-events-value"), names());
            ConnectWorker.delete("avro-out");
        }
    }
}
