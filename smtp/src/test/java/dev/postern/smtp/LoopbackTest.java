package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client against our server. */
@Timeout(120)
class LoopbackTest {
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    Path directory;

    /** Content by the reverse-path it came with. */
    private final Map<String, byte[]> received = new ConcurrentHashMap<>();

    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inTls = new AtomicInteger();

    private SmtpServer server(boolean tls) throws IOException {
        MailSink sink = (envelope, message) -> {
            try (message) {
                received.put(String.valueOf(envelope.reversePath()), message.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            clientPorts.add(envelope.client().address().getPort());
            inTls.addAndGet(envelope.client().tls() == null ? 0 : 1);
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        };
        TlsFixture fixture = TlsFixture.get();
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .limits(Limits.DEFAULT.withMessageSize(64 << 20))
                .spool(Spool.in(directory))
                .tls(tls ? ServerTls.from(List.of(fixture.keystore()), fixture.password()) : null)
                .start();
    }

    private static Deliverer deliverer(SmtpServer server, TlsMode tls, int connections) throws IOException {
        TlsFixture fixture = TlsFixture.get();
        return new Deliverer(
                SmtpClient.builder("localhost", server.port())
                        .hello("gateway.example.org")
                        .tls(tls)
                        .trust(fixture.truststore(), fixture.password())
                        .build(),
                connections,
                10_000);
    }

    private static Envelope from(String reversePath) {
        return Envelope.of("ID")
                .reversePath(Address.parse(reversePath))
                .recipient(BOB)
                .build();
    }

    private static byte[] withoutTrace(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        while (text.startsWith("\t", end + 2)) {
            end = text.indexOf("\r\n", end + 2);
        }
        return text.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "OPPORTUNISTIC", "REQUIRED"})
    @Rfc({"3207#4d", "5321#4.5.2"})
    void aLargeMessageOfDotsArrivesUnchanged(TlsMode tls) throws Exception {
        byte[] content =
                (".\r\n..\r\n.x\r\n" + "a line of text\r\n").repeat(30_000).getBytes(StandardCharsets.US_ASCII);
        try (SmtpServer server = server(true);
                Deliverer deliverer = deliverer(server, tls, 1)) {
            Outcome outcome = deliverer
                    .deliver(from("large@example.org"), Message.of(content))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .get(0);
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, outcome);
            assertArrayEquals(content, withoutTrace(received.get("large@example.org")));
            assertEquals(tls == TlsMode.NONE ? 0 : 1, inTls.get());
            assertEquals(tls == TlsMode.NONE, delivered.hop().tls() == null);
        }
    }

    @Test
    @Rfc("3207#4.1")
    void aCertificateForAnotherNameDefersTheMailWhereTlsIsRequired() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        MailSink none = (envelope, message) -> {
            throw new AssertionError("sent to an impostor");
        };
        try (SmtpServer impostor = SmtpServer.builder(none)
                        .listen(new InetSocketAddress("127.0.0.2", 0))
                        .hostname("mx.example.org")
                        .spool(Spool.in(directory))
                        .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                        .start();
                Deliverer deliverer = new Deliverer(
                        SmtpClient.builder("127.0.0.2", impostor.port())
                                .tls(TlsMode.REQUIRED)
                                .trust(fixture.truststore(), fixture.password())
                                .build(),
                        1,
                        1)) {
            Outcome outcome = deliverer
                    .deliver(from("a@example.org"), Message.of(new byte[0]))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .get(0);
            Outcome.Deferred deferred = assertInstanceOf(Outcome.Deferred.class, outcome);
            assertEquals("4.7.5", deferred.status().toString());
            assertTrue(deferred.reason().contains("127.0.0.2"), deferred.reason());
        }
    }

    @Test
    @Rfc("3207#4.1")
    void aCertificateThatIsNotTrustedDefersTheMailWhereTlsIsRequired() throws Exception {
        try (SmtpServer server = server(true);
                Deliverer deliverer = new Deliverer(
                        SmtpClient.builder("localhost", server.port())
                                .tls(TlsMode.REQUIRED)
                                .build(),
                        1,
                        1)) {
            Outcome outcome = deliverer
                    .deliver(from("a@example.org"), Message.of(new byte[0]))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .get(0);
            assertEquals(
                    "4.7.5",
                    assertInstanceOf(Outcome.Deferred.class, outcome).status().toString());
            assertTrue(received.isEmpty());
        }
    }

    @Test
    void aThousandMailsShareFourConnections() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, byte[]> sent = new HashMap<>();
        try (SmtpServer server = server(false);
                Deliverer deliverer = deliverer(server, TlsMode.NONE, 4)) {
            List<CompletableFuture<List<Outcome>>> outcomes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String sender = "mail" + i + "@example.org";
                sent.put(sender, randomLines(random));
                outcomes.add(deliverer
                        .deliver(from(sender), Message.of(sent.get(sender)))
                        .toCompletableFuture());
            }
            for (CompletableFuture<List<Outcome>> outcome : outcomes) {
                assertInstanceOf(
                        Outcome.Delivered.class,
                        outcome.get(60, TimeUnit.SECONDS).get(0));
            }
        }
        assertEquals(4, clientPorts.size());
        sent.forEach((sender, content) ->
                assertArrayEquals(content, withoutTrace(received.get(sender)), sender + ", seed " + seed));
    }

    private static byte[] randomLines(Random random) {
        StringBuilder content = new StringBuilder();
        int lines = random.nextInt(200);
        for (int i = 0; i < lines; i++) {
            content.append(".".repeat(random.nextInt(4)));
            content.append("x".repeat(random.nextInt(5) == 0 ? 0 : random.nextInt(300)));
            content.append("\r\n");
        }
        return content.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
