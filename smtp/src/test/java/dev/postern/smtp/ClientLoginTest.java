package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.ScramDecoys;
import dev.postern.smtp.auth.ScramLookup;
import dev.postern.smtp.auth.ScramVerifier;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.AccessToken;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.TokenSource;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client logs in at our server, by each mechanism that both have. */
@Timeout(60)
class ClientLoginTest {
    @TempDir
    Path directory;

    private final Users users = new Users();

    /** Knows susan with password pencil, and one token; notes how it was asked. */
    private static final class Users implements Authenticator {
        private final ScramVerifier susan = ScramVerifier.of("pencil".toCharArray(), new byte[16], 4_096);
        private final ScramDecoys decoys = new ScramDecoys(new byte[32], 4_096);
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private volatile String goodToken = "good";

        @Override
        public Set<Kind> kinds() {
            return EnumSet.allOf(Kind.class);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(dev.postern.smtp.auth.Credentials credentials) {
            boolean right;
            if (credentials instanceof dev.postern.smtp.auth.Credentials.Password password) {
                asked.add("password of " + password.user());
                right = password.user().equals("susan") && new String(password.secret()).equals("pencil");
            } else {
                dev.postern.smtp.auth.Credentials.BearerToken token =
                        (dev.postern.smtp.auth.Credentials.BearerToken) credentials;
                asked.add("token " + token.token() + " of " + token.user());
                right = token.token().equals(goodToken);
            }
            return CompletableFuture.completedFuture(
                    right ? new AuthResult.Authenticated("susan") : new AuthResult.Refused("wrong"));
        }

        @Override
        public CompletionStage<ScramLookup> scramVerifier(String user) {
            asked.add("verifier of " + user);
            return CompletableFuture.completedFuture(
                    user.equals("susan") ? new ScramLookup.Found(susan) : new ScramLookup.Unknown(decoys.of(user)));
        }

        @Override
        public void close() {}
    }

    /** Gives these tokens, the next one when one was refused. */
    private static final class Tokens implements TokenSource {
        private final Deque<String> values;

        Tokens(String... values) {
            this.values = new ArrayDeque<>(List.of(values));
        }

        @Override
        public synchronized CompletionStage<AccessToken> token() {
            return CompletableFuture.supplyAsync(() -> new AccessToken(values.getFirst()));
        }

        @Override
        public synchronized void refused(AccessToken token) {
            if (values.size() > 1 && values.getFirst().equals(token.value())) {
                values.removeFirst();
            }
        }
    }

    private SmtpServer server() throws IOException {
        TlsFixture fixture = TlsFixture.get();
        return SmtpServer.builder((envelope, message) -> CompletableFuture.completedFuture(Reply.of(451, "not today")))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .auth(new ServerAuth(users, false, Clock.systemUTC()))
                .start();
    }

    private static SmtpClient.Builder client(SmtpServer server) throws IOException {
        TlsFixture fixture = TlsFixture.get();
        return SmtpClient.builder("localhost", server.port())
                .hello("client.example.org")
                .tls(TlsMode.REQUIRED)
                .trust(fixture.truststore(), fixture.password());
    }

    private static void connect(SmtpClient client) throws Exception {
        client.connect(client.server())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .quit();
    }

    private static ClientFailure failure(SmtpClient client) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> connect(client));
        return assertInstanceOf(ClientFailure.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource(
            value = LoginMechanism.class,
            names = {"SCRAM_SHA_256_PLUS", "SCRAM_SHA_256", "PLAIN", "LOGIN"})
    @Rfc({"5802#5", "5802#5b", "5802#6b", "7677#3", "5929#4"})
    void logsInByAPassword(LoginMechanism mechanism) throws Exception {
        MechanismChoice only = new MechanismChoice(List.of(mechanism));
        try (SmtpServer server = server();
                SmtpClient client = client(server)
                        .credentials(new Credentials("susan", "pencil"))
                        .mechanisms(only)
                        .build();
                SmtpClient wrong = client(server)
                        .credentials(new Credentials("susan", "paper"))
                        .mechanisms(only)
                        .build()) {
            connect(client);
            connect(client);
            boolean scram = mechanism.keyword().startsWith("SCRAM");
            assertEquals(scram ? "verifier of susan" : "password of susan", users.asked.get(0));
            assertEquals("4.7.8", failure(wrong).status().toString());
        }
    }

    @Test
    @Rfc({"4954#3", "5802#6"})
    void bindsToTheConnectionWithoutBeingTold() throws Exception {
        try (SmtpServer server = server();
                SmtpClient client = client(server)
                        .credentials(new Credentials("susan", "pencil"))
                        .build();
                SmtpClient careless = client(server)
                        .tls(TlsMode.OPPORTUNISTIC)
                        .credentials(new Credentials("nobody", "pencil"))
                        .build()) {
            connect(client);
            assertEquals(List.of("verifier of susan"), users.asked);
            ClientFailure failure = failure(careless);
            assertTrue(failure.getMessage().contains("AUTH SCRAM-SHA-256-PLUS as nobody"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    @Rfc({"7628#3.1", "7628#3.2.3"})
    void aTokenThatIsRefusedIsReplacedOnce(String mechanism) throws Exception {
        MechanismChoice only = new MechanismChoice(List.of(LoginMechanism.named(mechanism)));
        try (SmtpServer server = server();
                SmtpClient client = client(server)
                        .tokens("susan", new Tokens("old", "good"))
                        .mechanisms(only)
                        .build();
                SmtpClient unlucky = client(server)
                        .tokens("susan", new Tokens("old", "older", "good"))
                        .mechanisms(only)
                        .build();
                SmtpClient stuck = client(server)
                        .tokens("susan", new Tokens("stuck"))
                        .mechanisms(only)
                        .build()) {
            connect(client);
            assertEquals(List.of("token old of susan", "token good of susan"), users.asked);
            users.asked.clear();
            connect(client);
            assertEquals(List.of("token good of susan"), users.asked);
            users.asked.clear();
            ClientFailure failure = failure(unlucky);
            assertEquals("4.7.8", failure.status().toString());
            assertTrue(failure.getMessage().contains("(invalid_token)"), failure.getMessage());
            assertTrue(!failure.getMessage().contains("old"), failure.getMessage());
            assertEquals(List.of("token old of susan", "token older of susan"), users.asked);
            users.asked.clear();
            assertEquals("4.7.8", failure(stuck).status().toString());
            assertEquals(List.of("token stuck of susan"), users.asked);
        }
    }

    @Test
    void aTokenLongerThanACommandIsTaken() throws Exception {
        users.goodToken = "t".repeat(4_000);
        try (SmtpServer server = server();
                SmtpClient client = client(server)
                        .tokens("susan", new Tokens(users.goodToken))
                        .build()) {
            connect(client);
            assertEquals(1, users.asked.size());
        }
    }

    @Test
    void withoutATokenMailIsDeferred() throws Exception {
        TokenSource broken = new TokenSource() {
            @Override
            public CompletionStage<AccessToken> token() {
                return CompletableFuture.failedFuture(new IOException("token endpoint is down"));
            }

            @Override
            public void refused(AccessToken token) {}
        };
        try (SmtpServer server = server();
                SmtpClient client = client(server).tokens("susan", broken).build()) {
            ClientFailure failure = failure(client);
            assertEquals("4.7.0", failure.status().toString());
            assertTrue(failure.getMessage().contains("has no token: token endpoint is down"), failure.getMessage());
        }
    }
}
