package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.jca.MailConnection;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import dev.postern.smtp.Reply;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection factory gets a token from an endpoint and shows it to a relay of ours. */
@Timeout(60)
class TokenLoginTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final BlockingQueue<String> users = new LinkedBlockingQueue<>();
    private HttpServer endpoint;
    private SmtpServer relay;
    private FakeServer server;

    @TempDir
    private Path directory;

    /** Takes ann's token. */
    private static final class Tokens implements Authenticator {
        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.BEARER_TOKEN);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            boolean right = credentials instanceof Credentials.BearerToken token
                    && token.token().equals("granted")
                    && "ann@example.org".equals(token.user());
            return CompletableFuture.completedFuture(
                    right ? new AuthResult.Authenticated("ann@example.org") : new AuthResult.Refused("wrong"));
        }
    }

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TlsFixture fixture = TlsFixture.get();
        relay = SmtpServer.builder((envelope, message) -> {
                    message.close();
                    users.add(String.valueOf(envelope.client().user()));
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("relay.example.net")
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .auth(new ServerAuth(new Tokens(), false, Clock.systemUTC()))
                .stopGrace(Duration.ofMillis(100))
                .start();
        server = new FakeServer(directory.resolve("journal"), any -> Reply.of(250, "2.0.0", "Taken"));
        PosternManagedConnectionFactory factory = server.settings();
        factory.setRelay("localhost:" + relay.port());
        factory.setTls("");
        factory.setTruststore(fixture.truststore().toString());
        factory.setTruststorePassword(new String(fixture.password()));
        factory.setUsername("ann@example.org");
        factory.setOauthTokenEndpoint(
                "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token");
        factory.setOauthClientId("client");
        factory.setOauthRefreshToken("s3cret");
    }

    @AfterEach
    void stop() {
        server.close();
        endpoint.stop(0);
        relay.close();
    }

    private void answering(int status, String body) {
        endpoint.createContext("/token", exchange -> {
            requests.incrementAndGet();
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        endpoint.start();
    }

    private static Message mail() {
        return new MessageBuilder("m-1", Instant.now())
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("An order")
                .text("Hello")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xoauth2", "OAUTHBEARER"})
    void mailGoesOutUnderATokenThatIsAskedForOnce(String mechanisms) throws Exception {
        answering(200, "{\"access_token\":\"granted\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        server.settings().setAuthMechanisms(mechanisms);
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(mail());
            connection.send(mail());
        }
        assertEquals("ann@example.org", users.remove());
        assertEquals("ann@example.org", users.remove());
        assertEquals(1, requests.get());
    }

    @Test
    void withoutATokenTheApplicationHearsWhyAndNoSecret() throws Exception {
        answering(400, "{\"error\":\"invalid_grant\",\"error_description\":\"revoked s3cret\"}");
        try (MailConnection connection = server.connections().getConnection()) {
            MailSendException failure = assertThrows(MailSendException.class, () -> connection.send(mail()));
            @Nullable String text = failure.getMessage();
            assertTrue(text != null && text.contains("invalid_grant (revoked ***)"), text);
            assertEquals(1, failure.deferred().size());
        }
    }
}
