package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.Honours;
import dev.postern.smtp.server.ListenerMode;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders demand of the servers on the way: offered where the sink honours it, kept, and passed on. */
@Timeout(60)
class DemandsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Honours ALL = new Honours(true, Duration.ofDays(7), true, true);

    @TempDir
    Path directory;

    private final BlockingQueue<Envelope> received = new LinkedBlockingQueue<>();
    private volatile String content = "";

    private SmtpServerBuilder server(Honours honours) throws IOException {
        MailSink sink = new MailSink() {
            @Override
            public CompletionStage<Reply> accept(Envelope envelope, Message message) {
                content = read(message);
                received.add(envelope);
                return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted"));
            }

            @Override
            public Honours honours() {
                return honours;
            }
        };
        TlsFixture fixture = TlsFixture.get();
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .spool(Spool.in(directory));
    }

    private static String read(Message message) {
        try (message;
                InputStream in = message.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SmtpServer submission(Honours honours) throws IOException {
        return server(honours)
                .mode(ListenerMode.SUBMISSION)
                .auth(new ServerAuth(new Nobody(), false, Clock.systemUTC()))
                .trust(new Trust(Networks.parse(List.of("127.0.0.0/8"))))
                .start();
    }

    /** Lets nobody log in. */
    private static final class Nobody implements Authenticator {
        @Override
        public Set<Kind> kinds() {
            return Set.of(Kind.PASSWORD);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("nobody"));
        }
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220 ");
        client.say("EHLO client", "250 ");
        return client;
    }

    private static Conversation inTls(SmtpServer server) throws IOException {
        Conversation plain = greeted(server);
        plain.say("STARTTLS", "220 ");
        return new Conversation(TlsFixture.get().secure(plain.socket()));
    }

    private Demands demanded(SmtpServer server, String parameters) throws Exception {
        try (Conversation client = inTls(server)) {
            client.say("EHLO client", "250 ");
            client.say("MAIL FROM:<susan@example.org> " + parameters, "250 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.say("\r\nHello\r\n.", "250 ");
        }
        return received.take().demands();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUIRETLS", "HOLDFOR=1", "HOLDUNTIL=2026-11-25T11:00:00Z", "BY=120;R", "MT-PRIORITY=3"})
    @Rfc({"8689#1", "2852#3", "6710#3"})
    void whatTheSinkDoesNotHonourIsNotKnown(String parameter) throws Exception {
        try (SmtpServer server = submission(Honours.NONE);
                Conversation client = inTls(server)) {
            String offer = client.say("EHLO client", "250 HELP");
            for (String keyword : List.of("REQUIRETLS", "FUTURERELEASE", "DELIVERBY", "MT-PRIORITY")) {
                assertFalse(offer.contains(keyword), offer);
            }
            client.say("MAIL FROM:<susan@example.org> " + parameter, "555 5.5.4");
        }
    }

    @Test
    @Rfc({"8689#2", "4865#3", "4865#4.2", "2852#3", "6710#3"})
    void whatItHonoursIsOfferedWhereItMakesSense() throws Exception {
        try (SmtpServer submission = submission(ALL);
                Conversation plain = greeted(submission);
                Conversation client = inTls(submission)) {
            String offer = client.say("EHLO client", "250 HELP");
            assertTrue(
                    offer.contains(
                            "\n250-REQUIRETLS\n250-FUTURERELEASE 604800 2026-12-02T10:00:00Z\n250-DELIVERBY\n250-MT-PRIORITY\n"),
                    offer);
            assertFalse(plain.say("EHLO client", "250 HELP").contains("REQUIRETLS"));
            plain.say("MAIL FROM:<susan@example.org> REQUIRETLS", "555 5.5.4");
        }
        try (SmtpServer mx = server(ALL).start();
                Conversation client = greeted(mx)) {
            assertFalse(client.say("EHLO client", "250 HELP").contains("FUTURERELEASE"));
            client.say("MAIL FROM:<susan@example.org> HOLDFOR=1", "555 5.5.4");
        }
    }

    @Test
    @Rfc({"8689#4.1", "4865#3b", "2852#4", "6710#3b", "6710#4.1"})
    void demandsStandOnTheEnvelope() throws Exception {
        try (SmtpServer server = submission(ALL)) {
            assertEquals(Demands.NONE, demanded(server, ""));
            assertEquals(Demands.NONE.withRequireTls(true), demanded(server, "REQUIRETLS"));
            assertEquals(Demands.NONE.withHeldUntil(NOW.plusSeconds(90)), demanded(server, "HOLDFOR=90"));
            assertEquals(
                    Demands.NONE.withHeldUntil(NOW.plusSeconds(3_600)),
                    demanded(server, "HOLDUNTIL=2026-11-25t11:00:00.0z"));
            assertEquals(
                    Demands.NONE.withDeliverBy(new Demands.DeliverBy(NOW.plusSeconds(120), true, false)),
                    demanded(server, "BY=120;R"));
            assertEquals(
                    Demands.NONE.withDeliverBy(new Demands.DeliverBy(NOW.minusSeconds(5), false, true)),
                    demanded(server, "BY=-5;nt"));
            assertEquals(Demands.NONE.withPriority(-9), demanded(server, "MT-PRIORITY=-9"));
            assertEquals(
                    new Demands(
                            false, NOW.plusSeconds(120), new Demands.DeliverBy(NOW.plusSeconds(120), true, false), 9),
                    demanded(server, "MT-PRIORITY=9 BY=120;R HOLDFOR=120"));
        }
    }

    @Test
    @Rfc({"6710#4.1b", "6710#4.1c"})
    void aStrangerIsNotServedBeforeOthers() throws Exception {
        try (SmtpServer mx = server(ALL).start();
                Conversation client = greeted(mx)) {
            client.say("MAIL FROM:<susan@example.org> MT-PRIORITY=1", "250 2.3.6 0 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.say("\r\nHello\r\n.", "250 ");
            assertEquals(0, received.take().demands().priority());
            assertFalse(content.contains("PRIORITY"), content);
            client.say("MAIL FROM:<susan@example.org> MT-PRIORITY=-3", "250 2.1.0 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.say("\r\nHello\r\n.", "250 ");
            assertEquals(-3, received.take().demands().priority());
            assertTrue(content.contains("\r\n\tfor <bob@example.net>\r\n\tPRIORITY -3;\r\n"), content);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REQUIRETLS=x, 501 5.5.4",
        "HOLDFOR=0, 501 5.5.4",
        "HOLDFOR=-1, 501 5.5.4",
        "HOLDFOR=9999999999, 501 5.5.4",
        "HOLDFOR, 501 5.5.4",
        "HOLDFOR=604801, 501 5.5.4",
        "HOLDUNTIL=2026-12-02T10:00:01Z, 501 5.5.4",
        "HOLDUNTIL=2026-12-02, 501 5.5.4",
        "HOLDUNTIL=+999999999-12-31T23:59:59Z, 501 5.5.4",
        "HOLDUNTIL=2026-11-25T13:00:00+02:00, 501 5.5.4",
        "HOLDUNTIL=2026-11-25T25:00:00Z, 501 5.5.4",
        "HOLDUNTIL=2026-11-25T11:00Z, 501 5.5.4",
        "HOLDUNTIL=tomorrow, 501 5.5.4",
        "HOLDFOR=1 HOLDUNTIL=2026-11-25T10:00:01Z, 501 5.5.4",
        "HOLDFOR=121 BY=120;R, 501 5.5.4",
        "BY=-1;N HOLDUNTIL=2026-11-25T10:00:00Z, 501 5.5.4",
        "BY=0;R, 501 5.5.4",
        "BY=-1;R, 501 5.5.4",
        "BY=120, 501 5.5.4",
        "BY=120;X, 501 5.5.4",
        "BY=1234567890;N, 501 5.5.4",
        "MT-PRIORITY=10, 501 5.5.2",
        "MT-PRIORITY=-10, 501 5.5.2",
        "MT-PRIORITY=, 501 5.5.4",
        "MT-PRIORITY=-0, 501 5.5.2",
    })
    @Rfc({"8689#2", "4865#4.2b", "4865#5.2.2", "2852#4b", "6710#4.1"})
    void nonsenseIsRefused(String parameters, String reply) throws Exception {
        try (SmtpServer server = submission(ALL);
                Conversation client = inTls(server)) {
            client.say("EHLO client", "250 ");
            client.say("MAIL FROM:<susan@example.org> " + parameters, reply);
        }
    }

    @Test
    void attributesTellTheDemands() {
        Demands demands = new Demands(true, NOW, new Demands.DeliverBy(NOW, true, true), 4);
        Envelope envelope = Envelope.of("ID").demands(demands).build();
        assertEquals(demands, envelope.toBuilder().build().demands());
        assertEquals(
                List.of(
                        "mail.requiretls=true",
                        "mail.held.until=2026-11-25T10:00:00Z",
                        "mail.deliver.by=2026-11-25T10:00:00Z;RT",
                        "mail.priority=4"),
                EnvelopeAttributes.of(envelope).stream()
                        .map(Object::toString)
                        .filter(text -> text.matches("mail\\.(requiretls|held|deliver|priority).*"))
                        .toList());
    }

    private Outcome delivered(SmtpServer server, TlsMode tls, Demands demands) throws Exception {
        return delivered(server, tls, demands, Address.parse("susan@example.org"));
    }

    private Outcome delivered(SmtpServer server, TlsMode tls, Demands demands, @Nullable Address sender)
            throws Exception {
        TlsFixture fixture = TlsFixture.get();
        Envelope envelope = Envelope.of("ID")
                .reversePath(sender)
                .recipient(Address.parse("bob@example.net"))
                .demands(demands)
                .build();
        try (Deliverer deliverer = new Deliverer(
                SmtpClient.builder("localhost", server.port())
                        .hello("gateway.example.org")
                        .tls(tls)
                        .trust(fixture.truststore(), fixture.password())
                        .build(),
                1,
                1)) {
            return deliverer
                    .deliver(envelope, Message.of(new byte[0]))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    private static String status(Outcome outcome) {
        return outcome instanceof Outcome.Bounced bounced
                ? bounced.status().toString()
                : outcome.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, 5.7.10",
        "OPPORTUNISTIC, true, Delivered",
        "OPPORTUNISTIC, false, 5.7.30",
        "ENCRYPTED, true, Delivered",
        "REQUIRED, true, Delivered",
        "REQUIRED, false, 5.7.30"
    })
    @Rfc({"8689#4.2.1", "8689#4.2.1b"})
    void aMailThatRequiresTlsGoesToWhomItIsSafeWithOnly(TlsMode tls, boolean offered, String status) throws Exception {
        Honours honours = new Honours(offered, null, false, false);
        try (SmtpServer server = server(honours).start()) {
            Demands demands = Demands.NONE.withRequireTls(true);
            assertEquals(status, status(delivered(server, tls, demands)));
            Envelope envelope = received.poll();
            assertEquals(status.equals("Delivered"), envelope != null);
            assertEquals(envelope == null ? null : demands, envelope == null ? null : envelope.demands());
        }
    }

    @Test
    @Rfc("8689#5")
    void aNoticeIsNotLostForWantOfTheExtension() throws Exception {
        Demands demands = Demands.NONE.withRequireTls(true);
        try (SmtpServer knowsNothing = server(Honours.NONE).start()) {
            assertEquals("Delivered", status(delivered(knowsNothing, TlsMode.REQUIRED, demands, null)));
            assertEquals(Demands.NONE, received.take().demands());
            assertEquals("5.7.10", status(delivered(knowsNothing, TlsMode.NONE, demands, null)));
        }
    }

    @Test
    @Rfc({"6710#4.2", "6710#4.3"})
    void aPriorityIsPassedOnWhereItIsKnown() throws Exception {
        Demands demands = Demands.NONE.withPriority(-5);
        try (SmtpServer knows = server(ALL).start();
                SmtpServer knowsNothing = server(Honours.NONE).start()) {
            assertEquals("Delivered", status(delivered(knows, TlsMode.NONE, demands)));
            assertEquals(-5, received.take().demands().priority());
            assertEquals("Delivered", status(delivered(knowsNothing, TlsMode.NONE, demands)));
            assertEquals(0, received.take().demands().priority());
        }
    }
}
