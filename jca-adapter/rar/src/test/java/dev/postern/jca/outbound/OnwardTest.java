package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.Destination;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Demands;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.server.ListenerMode;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.TlsFixture;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail that is handed on to our own server, and into nowhere. */
@Timeout(60)
class OnwardTest {
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    Path directory;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private SmtpServerBuilder server() {
        MailSink sink = (envelope, message) -> {
            try (message) {
                String content = new String(message.toByteArray(), StandardCharsets.US_ASCII);
                received.add(envelope.reversePath() + " " + envelope.recipients() + " "
                        + content.substring(content.indexOf("Subject")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        };
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.net")
                .spool(Spool.in(directory));
    }

    private static void deliver(Onward onward, String destination, Demands demands) throws MailSendException {
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("ann@example.org"))
                .recipients(List.of(Address.parse("alias@example.org")))
                .demands(demands)
                .build();
        Message message = Message.of(
                "Return-Path: <x@example.com>\r\nSubject: hi\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        onward.deliver(envelope, message, Destination.parse(destination), List.of(BOB));
    }

    private static String refusal(Onward onward, String destination, Demands demands) {
        MailRejectedException refusal = assertThrows(
                        MailSendException.class, () -> deliver(onward, destination, demands))
                .rejection();
        return refusal.code() + " " + refusal.enhancedCode();
    }

    @Test
    void aRelayGetsTheMailAsItCameForWhomItIsHandedOn() throws Exception {
        try (SmtpServer server = server().start();
                Onward onward = Onward.asSet(null)) {
            deliver(onward, "relay:127.0.0.1:" + server.port(), Demands.NONE);
            assertEquals("ann@example.org [bob@example.net] Subject: hi\r\n\r\nHello\r\n", received.take());
        }
    }

    /** Takes the gateway's password. */
    private static final class Passwords implements Authenticator {
        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.PASSWORD);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            boolean right = credentials instanceof Credentials.Password password
                    && password.user().equals("gateway")
                    && new String(password.secret()).equals("s3cret");
            return CompletableFuture.completedFuture(
                    right ? new AuthResult.Authenticated("gateway") : new AuthResult.Refused("wrong"));
        }
    }

    @Test
    void aServerIsToldTheLoginThatIsSetOutsideAndOverTlsAlone() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        BlockingQueue<String> clients = new LinkedBlockingQueue<>();
        MailSink sink = (envelope, message) -> {
            message.close();
            Client client = envelope.client();
            clients.add(client.user() + (client.tls() == null ? " in plaintext" : " by TLS"));
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
        };
        SmtpServerBuilder builder = SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.net")
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .auth(new ServerAuth(new Passwords(), false, Clock.systemUTC()));
        Map<String, String> settings = Map.of(
                "postern.onward.truststore", fixture.truststore().toString(),
                "postern.onward.truststore.password", new String(fixture.password()),
                "postern.onward.login.partner.username", "gateway",
                "postern.onward.login.partner.password", "s3cret",
                "postern.onward.login.other.username", "gateway");
        settings.forEach(System::setProperty);
        try (SmtpServer server = builder.start();
                Onward onward = Onward.asSet(null)) {
            String relay = "relay:localhost:" + server.port();
            deliver(onward, relay + " login=partner", Demands.NONE);
            deliver(onward, relay + " tls=none", Demands.NONE);
            assertEquals("gateway by TLS", clients.take());
            assertEquals("null in plaintext", clients.take());
            MailSendException failure =
                    assertThrows(MailSendException.class, () -> deliver(onward, relay + " login=other", Demands.NONE));
            assertEquals(
                    "451 4.3.0",
                    failure.rejection().code() + " " + failure.rejection().enhancedCode());
            String text = String.valueOf(failure.getMessage());
            assertTrue(
                    text.endsWith("the login other is not set: set postern.onward.login.other.username and"
                            + " postern.onward.login.other.password"),
                    text);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void mailThatRequiresTlsGoesByASocketButNotInPlaintextByANetwork() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        Demands tls = Demands.NONE.withRequireTls(true);
        Path socket = directory.resolve("lmtp");
        try (SmtpServer local = server().mode(ListenerMode.LMTP).listen(socket).start();
                SmtpServer remote = server().mode(ListenerMode.LMTP).start();
                Onward onward = Onward.asSet(null)) {
            assertNotNull(local);
            deliver(onward, "lmtp:" + socket, tls);
            assertEquals("ann@example.org [bob@example.net] Subject: hi\r\n\r\nHello\r\n", received.take());
            assertEquals("554 5.7.10", refusal(onward, "lmtp:127.0.0.1:" + remote.port(), tls));
        }
    }

    @Test
    void whereDnsDoesNotAnswerTheClientKeepsTheMail() throws Exception {
        System.setProperty("postern.onward.dns.servers", "127.0.0.1:" + FreePort.onLoopback());
        try (Onward onward = Onward.asSet(null)) {
            assertEquals("451", refusal(onward, "mx", Demands.NONE).substring(0, 3));
        } finally {
            System.clearProperty("postern.onward.dns.servers");
        }
    }

    @Test
    void aTruststoreThatIsMissingIsAFaultOfOurs() throws Exception {
        System.setProperty(
                "postern.onward.truststore", directory.resolve("missing.p12").toString());
        try (Onward onward = Onward.asSet(null)) {
            assertEquals("451 4.3.0", refusal(onward, "relay:mail.example.org", Demands.NONE));
        } finally {
            System.clearProperty("postern.onward.truststore");
        }
    }

    @Test
    void behindItsEndItTakesNothing() throws Exception {
        Onward onward = Onward.asSet(null);
        try (onward) {
            assertEquals("451 4.4.1", refusal(onward, "relay:127.0.0.1:" + FreePort.onLoopback(), Demands.NONE));
        }
        assertEquals("451 4.3.0", refusal(onward, "relay:mail.example.org", Demands.NONE));
    }
}
