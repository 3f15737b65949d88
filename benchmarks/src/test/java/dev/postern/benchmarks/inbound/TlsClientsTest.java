package dev.postern.benchmarks.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.benchmarks.BenchException;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TlsClientsTest {
    private static final int MESSAGES = 60;

    private final List<Long> sizes = new CopyOnWriteArrayList<>();
    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    private final TlsClients clients = new TlsClients(TlsFixture.get().trustingContext());

    private static List<Scenario> tls() {
        return Scenario.all(true);
    }

    private static SmtpServer server(MailSink sink) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .tls(ServerTls.from(
                        List.of(TlsFixture.get().keystore()), TlsFixture.get().password()))
                .requireTls(true)
                .start();
    }

    private CompletableFuture<Reply> count(Envelope envelope, Message message) {
        sizes.add(message.size());
        clientPorts.add(envelope.client().address().getPort());
        message.close();
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Counted"));
    }

    @ParameterizedTest
    @MethodSource("tls")
    void sendInTlsOverTheConnectionsOfTheScenario(Scenario scenario) throws IOException {
        try (SmtpServer server = server(this::count)) {
            assertTrue(clients.send(scenario, MESSAGES, server.port()) > 0);
        }
        assertEquals(MESSAGES, sizes.size());
        int body = scenario.bodyOctets();
        assertTrue(sizes.stream().allMatch(size -> size > body && size < body + 1_024), sizes.toString());
        if (scenario.keepsConnections()) {
            assertTrue(clientPorts.size() <= Clients.SESSIONS, clientPorts.toString());
        } else {
            assertEquals(MESSAGES, clientPorts.size());
        }
    }

    @Test
    void aRefusalFailsTheRun() throws IOException {
        try (SmtpServer server = server((envelope, message) -> {
            message.close();
            return CompletableFuture.completedFuture(Reply.of(550, "5.7.1", "Not today"));
        })) {
            BenchException failure =
                    assertThrows(BenchException.class, () -> clients.send(Scenario.SMALL_TLS, 1, server.port()));
            assertTrue(failure.getMessage().contains("Not today"), failure.getMessage());
        }
    }
}
