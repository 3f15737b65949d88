package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.mail.Address;
import dev.postern.smtp.Reply;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink gets a token from an endpoint and shows it to a relay of ours. */
@Timeout(60)
class TokenLoginTest {
    private static final Address ANN = Address.parse("ann@example.org");

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer endpoint;
    private SmtpServer relay;

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
                    return CompletableFuture.completedFuture(Reply.of(
                            250, "2.0.0", "Taken from " + envelope.client().user()));
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("relay.example.net")
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .auth(new ServerAuth(new Tokens(), false, Clock.systemUTC()))
                .start();
    }

    @AfterEach
    void stop() {
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

    private SmtpSinkConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "localhost",
                "smtp.port", String.valueOf(relay.port()),
                "smtp.hello", "gateway.example.org",
                "smtp.truststore.location", TlsFixture.get().truststore().toString(),
                "smtp.truststore.password", new String(TlsFixture.get().password()),
                "smtp.username", "ann@example.org",
                "smtp.oauth.token.endpoint",
                        "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token",
                "smtp.oauth.client.id", "client",
                "smtp.oauth.refresh.token", "s3cret"));
        settings.putAll(more);
        return new SmtpSinkConfig(settings);
    }

    @Test
    void mailGoesOutUnderAToken() throws Exception {
        answering(200, "{\"access_token\":\"granted\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        for (String mechanisms : List.of("", "xoauth2", "OAUTHBEARER")) {
            try (Delivery delivery =
                    config(Map.of("smtp.auth.mechanisms", mechanisms)).delivery(DailyCount.NONE)) {
                Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, OneMail.from(ANN, delivery));
                assertEquals("Taken from ann@example.org", delivered.reply().text());
            }
        }
        assertEquals(3, requests.get());
    }

    @Test
    void withoutATokenMailIsDeferredAndTheReasonTold() throws Exception {
        answering(400, "{\"error\":\"invalid_grant\",\"error_description\":\"revoked s3cret\"}");
        try (Delivery delivery = config(Map.of()).delivery(DailyCount.NONE)) {
            Outcome.Deferred deferred = assertInstanceOf(Outcome.Deferred.class, OneMail.from(ANN, delivery));
            assertTrue(deferred.reason().contains("invalid_grant (revoked ***)"), deferred.reason());
        }
    }
}
