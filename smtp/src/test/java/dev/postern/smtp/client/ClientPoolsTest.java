package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.LimitTable;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections to many servers within one total. */
@Timeout(120)
class ClientPoolsTest {
    private static final int HOSTS = 6;
    private static final Envelope ENVELOPE =
            Envelope.of("ID").recipient(Address.parse("bob@example.net")).build();

    private static SmtpServer server(String address, int port) throws IOException {
        return SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                })
                .listen(new InetSocketAddress(address, port))
                .hostname("mx.example.org")
                .start();
    }

    private static SmtpClient client() throws IOException {
        return SmtpClient.builder()
                .hello("gateway.example.org")
                .tls(TlsMode.NONE)
                .build();
    }

    private static MailServer host(int number, int port) {
        return new MailServer("mx" + number, new InetSocketAddress("127.0.0." + (number + 2), port));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 2, 100", "3, 2, 2", "2, 4, 100"})
    void allMailsGetTheirTurnHoweverFewTheConnections(int perServer, int total, int mailsPerConnection)
            throws Exception {
        int port = FreePort.onLoopback();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<SmtpServer> servers = new ArrayList<>();
        try (SmtpClient client = client();
                ClientPools pools = new ClientPools(
                        client, new PoolLimits(perServer, total, mailsPerConnection, Duration.ofMinutes(1)))) {
            for (int i = 0; i < HOSTS - 1; i++) { // nobody listens at the last
                servers.add(server("127.0.0." + (i + 2), port));
            }
            List<CompletableFuture<Boolean>> results = new ArrayList<>();
            int expected = 0;
            for (int i = 0; i < 200; i++) {
                int number = random.nextInt(HOSTS);
                boolean wanted = random.nextInt(5) > 0;
                expected += number < HOSTS - 1 && wanted ? 1 : 0;
                results.add(
                        pools.send(host(number, port), ENVELOPE, Message.of(new byte[] {'x', '\r', '\n'}), () -> wanted)
                                .handle((transferred, failure) -> failure == null
                                        && transferred.replies().get(0).reply().isPositive())
                                .toCompletableFuture());
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            long taken = results.stream().filter(CompletableFuture::join).count();
            assertEquals(expected, taken, "seed " + seed);
        } finally {
            servers.forEach(SmtpServer::close);
        }
    }

    private static CompletableFuture<Transferred> send(ClientPools pools, MailServer to) {
        return pools.send(to, ENVELOPE, Message.of(new byte[] {'x', '\r', '\n'}), () -> true)
                .toCompletableFuture();
    }

    @Test
    void whatWouldWaitForLongByALimitComesBackAtOnceAndOthersGo() throws Exception {
        int port = FreePort.onLoopback();
        LimitTable table = LimitTable.parse(List.of("mx.example.org: rate=1/1h"));
        try (SmtpServer one = server("127.0.0.2", port);
                SmtpServer other = server("127.0.0.3", port);
                SmtpClient client = client();
                ClientPools pools = new ClientPools(
                        client, new PoolLimits(2, 2, 100, Duration.ofMinutes(1)), table, DailyCount.NONE)) {
            MailServer limited = new MailServer("mx.example.org", one.address());
            send(pools, limited).get(30, TimeUnit.SECONDS);
            ExecutionException thrown = assertThrows(
                    ExecutionException.class, () -> send(pools, limited).get(30, TimeUnit.SECONDS));
            ClientFailure failure = (ClientFailure) thrown.getCause();
            assertEquals("4.4.5", failure.status().toString());
            assertTrue(
                    String.valueOf(failure.getMessage()).startsWith("limit for mx.example.org: next in 35"),
                    failure.getMessage());
            for (int i = 0; i < 100; i++) {
                send(pools, new MailServer("mx2", other.address())).get(30, TimeUnit.SECONDS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "2, 4, 6", "3, 2, 3"})
    void theServersOfAProviderShareItsConnections(int connections, int perServer, int total) throws Exception {
        int port = FreePort.onLoopback();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LimitTable table = LimitTable.parse(List.of("*.example.org: connections=" + connections));
        List<SmtpServer> servers = new ArrayList<>();
        try (SmtpClient client = client();
                ClientPools pools = new ClientPools(
                        client, new PoolLimits(perServer, total, 5, Duration.ofMinutes(1)), table, DailyCount.NONE)) {
            for (int i = 0; i < 3; i++) {
                servers.add(SmtpServer.builder((envelope, message) -> {
                            most.accumulateAndGet(open.incrementAndGet(), Math::max);
                            message.close();
                            return CompletableFuture.supplyAsync(
                                    () -> {
                                        open.decrementAndGet();
                                        return Reply.of(250, "2.0.0", "Taken");
                                    },
                                    CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
                        })
                        .listen(new InetSocketAddress("127.0.0." + (i + 2), port))
                        .hostname("mx.example.org")
                        .start());
            }
            List<CompletableFuture<Transferred>> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "mx" + i % 3 + ".example.org";
                InetSocketAddress address = new InetSocketAddress("127.0.0." + (i % 3 + 2), port);
                results.add(send(pools, new MailServer(name, address)));
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertTrue(most.get() <= connections, most + " at the same time");
        } finally {
            servers.forEach(SmtpServer::close);
        }
    }

    @Test
    void mailWaitsForItsTurnWhereThatIsNear() throws Exception {
        int port = FreePort.onLoopback();
        LimitTable table = LimitTable.parse(List.of("each: rate=10/1s"));
        try (SmtpServer one = server("127.0.0.2", port);
                SmtpClient client = client();
                ClientPools pools = new ClientPools(
                        client, new PoolLimits(4, 4, 100, Duration.ofMinutes(1)), table, DailyCount.NONE)) {
            long start = System.nanoTime();
            List<CompletableFuture<Transferred>> results = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                results.add(send(pools, new MailServer("mx1", one.address())));
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(990).toNanos());
        }
    }

    @Test
    void aServerThatComplainsIsLeftAloneForAWhile() throws Exception {
        int port = FreePort.onLoopback();
        AtomicInteger asked = new AtomicInteger();
        try (SmtpServer one = SmtpServer.builder((envelope, message) -> {
                            asked.incrementAndGet();
                            message.close();
                            return CompletableFuture.completedFuture(
                                    Reply.of(451, "4.7.0", "Too many messages, slow down"));
                        })
                        .listen(new InetSocketAddress("127.0.0.2", port))
                        .hostname("mx.example.org")
                        .start();
                SmtpClient client = client();
                ClientPools pools = new ClientPools(client, new PoolLimits(1, 1, 100, Duration.ofMinutes(1)))) {
            send(pools, new MailServer("mx1", one.address())).get(30, TimeUnit.SECONDS);
            CompletableFuture<Transferred> waits = send(pools, new MailServer("mx1", one.address()));
            assertEquals(1, asked.get());
            assertTrue(!waits.isDone());
        }
    }

    @Test
    void closedPoolsTakeNothing() throws Exception {
        try (SmtpClient client = client()) {
            ClientPools pools = new ClientPools(client, new PoolLimits(1, 1, 1, Duration.ofMinutes(1)));
            pools.close();
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> pools.send(host(0, 1), ENVELOPE, Message.of(new byte[0]), () -> true)
                            .toCompletableFuture()
                            .get());
            ClientFailure known = (ClientFailure) failure.getCause();
            assertEquals("4.3.2", known.status().toString());
            assertTrue(!known.isBeforeContent());
        }
    }

    @Test
    void limitsThatLeaveNothingAreRefused() {
        Duration minute = Duration.ofMinutes(1);
        assertThrows(IllegalArgumentException.class, () -> new PoolLimits(0, 1, 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new PoolLimits(1, 0, 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new PoolLimits(1, 1, 0, minute));
        assertThrows(IllegalArgumentException.class, () -> new PoolLimits(1, 1, 1, Duration.ZERO));
    }
}
