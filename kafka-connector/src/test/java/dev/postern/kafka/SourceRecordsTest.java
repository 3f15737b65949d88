package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Structs of mail in a real worker, whose producer takes a megabyte. */
@ExtendWith(ConnectWorker.class)
@Timeout(180)
class SourceRecordsTest {
    @TempDir
    private Path directory;

    private static Map<String, String> settings(String topic, int port) {
        return new HashMap<>(Map.of(
                "topic", topic,
                "listen.port", String.valueOf(port),
                "hostname", "gateway.example.org",
                "mail.value.format", "struct",
                "message.size.max", "400000",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false"));
    }

    static Outcome send(int port, String from, String to, String content) throws Exception {
        Envelope.Builder envelope = Envelope.of("c").recipient(Address.parse(to));
        if (!from.isEmpty()) {
            envelope.reversePath(Address.parse(from));
        }
        try (Deliverer client = client(port)) {
            return client.deliver(
                            envelope.build(),
                            Message.of(content.replace("\n", "\r\n").getBytes(UTF_8)))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    private static Deliverer client(int port) throws IOException {
        return new Deliverer(
                SmtpClient.builder("127.0.0.1", port)
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build(),
                1,
                100);
    }

    private static JsonNode first(String topic) throws IOException {
        return new ObjectMapper().readTree(ConnectWorker.firstRecord(topic).value());
    }

    @Test
    void whatIsTooLargeForTheProducerIsRefusedAndTheTaskGoesOn() throws Exception {
        ConnectWorker.createTopic("structs");
        int port = FreePort.onLoopback();
        ConnectWorker.run("structs", MailSourceConnector.class, settings("structs", port));
        Outcome.Bounced bounced = assertInstanceOf(
                Outcome.Bounced.class,
                send(
                        port,
                        "ann@example.org",
                        "bob@example.net",
                        "Subject: x\n\n" + ("\u0001".repeat(70) + "\n").repeat(5_000)));
        assertTrue(bounced.reason().startsWith("552 5.3.4"), bounced.reason());
        assertInstanceOf(
                Outcome.Delivered.class, send(port, "ann@example.org", "bob@example.net", "Subject: small\n\nHi\n"));
        assertEquals("small", first("structs").get("subject").asText());
        ConnectWorker.delete("structs");
    }

    @Test
    void withAStoreMailOfAnySizeIsARecord() throws Exception {
        ConnectWorker.createTopic("claims");
        int port = FreePort.onLoopback();
        Map<String, String> settings = settings("claims", port);
        settings.putAll(Map.of(
                "message.size.max", "20971520",
                "claim.store", "file",
                "claim.directory", directory.toString()));
        ConnectWorker.run("claims", MailSourceConnector.class, settings);
        String file = "0123456789\n".repeat(400_000);
        String mail = "Subject: large\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                + "text \u0001\n".repeat(400_000) + "\n--b\nContent-Type: application/x\n\n" + file + "\n--b--\n";
        assertInstanceOf(Outcome.Delivered.class, send(port, "ann@example.org", "bob@example.net", mail));
        JsonNode value = first("claims");
        assertEquals("large", value.get("subject").asText());
        Path whole = Path.of(URI.create(value.get("claim").get("uri").asText()));
        assertEquals(value.get("size").asLong(), Files.size(whole));
        JsonNode part = value.get("parts").get(2);
        assertEquals(
                file.replace("\n", "\r\n"),
                Files.readString(Path.of(URI.create(part.get("claim").get("uri").asText()))));
        assertEquals("[\"text\"]", value.get("cut").toString());
        ConnectWorker.delete("claims");
    }
}
