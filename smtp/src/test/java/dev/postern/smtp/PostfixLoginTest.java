package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.AccessToken;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.TokenSource;
import dev.postern.testkit.DovecotSasl;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client logs in at Postfix, whose logins Dovecot judges. */
@Timeout(120)
@RequiresPeer({"postfix", "dovecot"})
class PostfixLoginTest {
    private static final String USER = "susan@example.org";

    private static HttpServer tokenInfo;
    private static DovecotSasl dovecot;
    private static Postfix postfix;

    @BeforeAll
    static void start() throws IOException {
        tokenInfo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokenInfo.createContext("/info", exchange -> {
            boolean good = "token=good".equals(exchange.getRequestURI().getRawQuery());
            byte[] answer = (good ? "{\"email\":\"" + USER + "\"}" : "{\"error\":\"invalid_token\"}")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(good ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokenInfo.start();
        URI info = URI.create("http://127.0.0.1:" + tokenInfo.getAddress().getPort() + "/info?token=");
        dovecot = DovecotSasl.start(USER, "pencil", info);
        postfix = Postfix.builder()
                .mailboxes("bob@example.net")
                .tls(TlsFixture.get())
                .set("smtpd_sasl_auth_enable", "yes")
                .set("smtpd_error_sleep_time", "0")
                .set("smtpd_sasl_type", "dovecot")
                .set("smtpd_sasl_path", "inet:127.0.0.1:" + dovecot.port())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postfix.close();
        dovecot.close();
        tokenInfo.stop(0);
    }

    private static SmtpClient.Builder client() throws IOException {
        TlsFixture fixture = TlsFixture.get();
        return SmtpClient.builder("localhost", postfix.port())
                .hello("client.example.org")
                .tls(TlsMode.REQUIRED)
                .trust(fixture.truststore(), fixture.password());
    }

    private static void connect(SmtpClient client) throws Exception {
        client.connect(client.server())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .quit();
    }

    private static ClientFailure failure(SmtpClient client) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> connect(client));
        return assertInstanceOf(ClientFailure.class, failure.getCause());
    }

    private static TokenSource tokens(String value) {
        return new TokenSource() {
            @Override
            public CompletionStage<AccessToken> token() {
                return CompletableFuture.completedFuture(new AccessToken(value));
            }

            @Override
            public void refused(AccessToken token) {}
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = LoginMechanism.class,
            names = {"SCRAM_SHA_256", "PLAIN", "LOGIN", "CRAM_MD5"})
    @Rfc({"5802#5", "5802#5b", "7677#3", "2195#2", "4616#2"})
    void logsInByAPassword(LoginMechanism mechanism) throws Exception {
        MechanismChoice only = new MechanismChoice(List.of(mechanism));
        try (SmtpClient right = client().credentials(new Credentials(USER, "pencil"))
                        .mechanisms(only)
                        .build();
                SmtpClient wrong = client().credentials(new Credentials(USER, "paper"))
                        .mechanisms(only)
                        .build()) {
            connect(right);
            assertEquals("4.7.8", failure(wrong).status().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LoginMechanism.class,
            names = {"OAUTHBEARER", "XOAUTH2"})
    @Rfc({"7628#3.1", "7628#3.2.3"})
    void logsInByAToken(LoginMechanism mechanism) throws Exception {
        MechanismChoice only = new MechanismChoice(List.of(mechanism));
        try (SmtpClient right =
                        client().tokens(USER, tokens("good")).mechanisms(only).build();
                SmtpClient wrong =
                        client().tokens(USER, tokens("stale")).mechanisms(only).build()) {
            connect(right);
            ClientFailure failure = failure(wrong);
            assertEquals("4.7.8", failure.status().toString());
            String status = mechanism == LoginMechanism.XOAUTH2 ? "(401" : "(invalid_token";
            assertTrue(failure.getMessage().contains(status), failure.getMessage());
        }
    }

    @Test
    @Rfc("4954#3")
    void takesScramByItself() throws Exception {
        try (SmtpClient wrong =
                client().credentials(new Credentials(USER, "paper")).build()) {
            String message = failure(wrong).getMessage();
            assertTrue(message.contains("AUTH SCRAM-SHA-256 as " + USER), message);
        }
    }
}
