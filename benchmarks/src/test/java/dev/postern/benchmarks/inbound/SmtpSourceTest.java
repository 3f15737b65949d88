package dev.postern.benchmarks.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.Executables;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SmtpSourceTest {
    private static final int MESSAGES = 60;

    private final List<Integer> bodies = new CopyOnWriteArrayList<>();
    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    private SmtpSource clients;

    @BeforeEach
    void find() {
        Optional<Path> installed = Executables.ofThisMachine().find("smtp-source");
        boolean required = Boolean.parseBoolean(System.getenv("POSTERN_PEERS_REQUIRED"));
        assumeTrue(installed.isPresent() || required, "smtp-source is not installed");
        clients = new SmtpSource(installed.orElseThrow());
    }

    private CompletionStage<Reply> count(Envelope envelope, Message message) {
        try (message) {
            String content = new String(message.toByteArray(), StandardCharsets.US_ASCII);
            bodies.add(content.length() - content.indexOf("\r\n\r\n") - 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clientPorts.add(envelope.client().address().getPort());
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Counted"));
    }

    private static List<Scenario> plaintext() {
        return Scenario.all(false);
    }

    @ParameterizedTest
    @MethodSource("plaintext")
    void sendsBodiesOfTheSizeOfTheScenario(Scenario scenario) throws IOException {
        try (SmtpServer server = SmtpServer.builder(this::count)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .start()) {
            assertTrue(clients.send(scenario, MESSAGES, server.port()) > 0);
        }
        assertEquals(MESSAGES, bodies.size());
        assertTrue(
                bodies.stream().allMatch(octets -> Math.abs(octets - scenario.bodyOctets()) <= 2), bodies.toString());
        assertEquals(scenario.keepsConnections() ? SmtpSource.SESSIONS : MESSAGES, clientPorts.size());
    }

    @Test
    void aRefusalFailsTheRun() throws IOException {
        try (SmtpServer server = SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(550, "5.7.1", "Not today"));
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .start()) {
            BenchException failure =
                    assertThrows(BenchException.class, () -> clients.send(Scenario.SMALL, 1, server.port()));
            assertTrue(failure.getMessage().contains("Not today"), failure.getMessage());
        }
    }
}
