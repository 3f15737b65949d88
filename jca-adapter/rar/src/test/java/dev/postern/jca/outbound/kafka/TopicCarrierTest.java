package dev.postern.jca.outbound.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.outbound.MailTopic;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail to a broker, read back by the sink's own reader. */
@Timeout(180)
class TopicCarrierTest {
    private static final Address ANN = Address.parse("ann@example.org");
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CY = Address.parse("cy@example.net");
    private static final String HELLO = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nHello\r\n";

    @TempDir
    private static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() throws IOException {
        broker = KafkaBroker.builder(System.getProperty("java.class.path")).start(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static TopicSettings settings(String brokers, String topic, String file) {
        List<String> errors = new ArrayList<>();
        TopicSettings settings = TopicSettings.read(
                "test",
                Map.of("topic", topic, "bootstrap.servers", brokers, "kafka.properties", file),
                (key, remedy) -> errors.add(key + ": " + remedy));
        assertEquals(List.of(), errors);
        return settings;
    }

    private static TopicCarrier carrier(String topic) {
        return TopicCarrier.open(settings(broker.bootstrapServers(), topic, ""));
    }

    private static List<Outcome> deliver(TopicCarrier carrier, Envelope envelope, byte[] content) throws Exception {
        return carrier.deliver(envelope, Message.of(content))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static Envelope.Builder envelope(String id) {
        return Envelope.of(id).reversePath(ANN).recipients(List.of(BOB, CY));
    }

    @Test
    void theSinkReadsTheMailThatWasSent() throws Exception {
        byte[] content = (HELLO + "grüße\r\n").getBytes(StandardCharsets.UTF_8);
        Envelope envelope = envelope("m-1")
                .body(Envelope.Body.EIGHT_BIT_MIME)
                .smtpUtf8(true)
                .dsn(new DsnRequest(DsnRequest.Ret.HDRS, "order-17", Map.of())
                        .withRecipients(Map.of(
                                CY,
                                new DsnRequest.Recipient(
                                        Set.of(DsnRequest.Notify.SUCCESS, DsnRequest.Notify.DELAY),
                                        "rfc822;cy@example.com"))))
                .demands(Demands.NONE
                        .withRequireTls(true)
                        .withHeldUntil(Instant.parse("2026-11-27T12:00:00Z"))
                        .withPriority(4))
                .build();
        try (TopicCarrier carrier = carrier("m1");
                MailTopic topic = new MailTopic(broker.bootstrapServers(), "m1")) {
            List<Outcome> outcomes = deliver(carrier, envelope, content);
            assertEquals(
                    List.of(BOB, CY), outcomes.stream().map(Outcome::recipient).toList());
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            assertEquals(
                    "250 2.0.0 stored in m1-0 at offset 0", delivered.reply().toString());
            assertTrue(delivered.hop().dsn(), "who reads the topic tells the sender");
            OutgoingMail read = topic.next();
            assertEquals(EnvelopeAttributes.of(envelope), EnvelopeAttributes.of(read.envelope()));
            assertArrayEquals(content, read.message().toByteArray());
            assertEquals(2, carrier.counts().delivered());
        }
    }

    @Test
    void mailOfNobodyHasAnEmptyReversePath() throws Exception {
        Envelope envelope = Envelope.of("m-2").reversePath(null).recipient(BOB).build();
        try (TopicCarrier carrier = carrier("m2");
                MailTopic topic = new MailTopic(broker.bootstrapServers(), "m2")) {
            deliver(carrier, envelope, HELLO.getBytes(StandardCharsets.US_ASCII));
            assertEquals(
                    EnvelopeAttributes.of(envelope),
                    EnvelopeAttributes.of(topic.next().envelope()));
        }
    }

    @Test
    void whatTheTopicOrTheSinkWouldNotTakeBounces() throws Exception {
        try (TopicCarrier carrier = carrier("m3")) {
            Outcome large = deliver(carrier, envelope("m-3").build(), large()).get(0);
            assertEquals(
                    "552 5.3.4 larger than the topic takes",
                    String.valueOf(
                            assertInstanceOf(Outcome.Bounced.class, large).reply()));
            Outcome bare = deliver(carrier, envelope("m-4").build(), "a\nb".getBytes(StandardCharsets.US_ASCII))
                    .get(0);
            assertEquals(
                    "the message holds a bare LF at octet 1: lines end in CRLF",
                    assertInstanceOf(Outcome.Bounced.class, bare).reason());
            assertEquals(4, carrier.counts().bounced());
        }
    }

    /** More than the mebibyte that a broker takes unless it is told otherwise. */
    private static byte[] large() {
        return (HELLO + "0123456789\r\n".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whileNoBrokerAnswersMailIsDeferredInBoundedTime() throws Exception {
        String nobody = "127.0.0.1:" + FreePort.onLoopback();
        try (TopicCarrier carrier = TopicCarrier.open(settings(nobody, "m5", ""))) {
            long begin = System.nanoTime();
            List<CompletionStage<List<Outcome>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(carrier.deliver(
                        envelope("m-5-" + i).build(), Message.of(HELLO.getBytes(StandardCharsets.US_ASCII))));
            }
            for (CompletionStage<List<Outcome>> each : all) {
                assertInstanceOf(
                        Outcome.Deferred.class,
                        each.toCompletableFuture().get(60, TimeUnit.SECONDS).get(0));
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(taken.compareTo(Duration.ofSeconds(50)) < 0, "took " + taken);
        }
    }

    @Test
    void aBrokerThatDnsDoesNotKnowIsAway() throws Exception {
        try (TopicCarrier carrier = TopicCarrier.open(settings("broker.invalid:9092", "m6", ""))) {
            Outcome outcome = deliver(carrier, envelope("m-6").build(), HELLO.getBytes(StandardCharsets.US_ASCII))
                    .get(0);
            assertEquals(
                    "No resolvable bootstrap urls given in bootstrap.servers",
                    assertInstanceOf(Outcome.Deferred.class, outcome).reason());
        }
    }

    @Test
    void whatMakesNoProducerIsSaidAtOnceAndNoThreadStays() throws IOException {
        String file = PrivateFile.write(
                        directory.resolve("client.properties"),
                        "security.protocol=SSL\nssl.truststore.location=/nix\nssl.truststore.password=s3cret\n")
                .toString();
        TopicSettings settings = settings("127.0.0.1:9", "m7", file);
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> TopicCarrier.open(settings));
        assertEquals("kafka.properties make no producer: /nix", failure.getMessage());
        assertEquals(List.of(), threads());
    }

    @Test
    void aClosedCarrierLeavesNoThread() throws Exception {
        TopicCarrier carrier = carrier("m8");
        deliver(carrier, envelope("m-8").build(), HELLO.getBytes(StandardCharsets.US_ASCII));
        assertEquals(2, threads().size());
        carrier.close();
        assertEquals(List.of(), threads());
        assertInstanceOf(
                Outcome.Deferred.class,
                deliver(carrier, envelope("m-9").build(), HELLO.getBytes(StandardCharsets.US_ASCII))
                        .get(0));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.contains("postern-test") || name.equals("postern-topic"))
                .toList();
    }
}
