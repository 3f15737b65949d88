package dev.postern.smtp.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.smtp.login.AccessToken;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TokenEndpointTest {
    private static final String SECRET = "s3cret:%";
    private static final String REFRESH = "1//refresh+me";

    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private HttpServer http;
    private volatile Handler handler;

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/token", exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            handler.handle(exchange);
            exchange.close();
        });
        http.start();
        granting("first", 3_600);
    }

    @AfterEach
    void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    private void answering(int status, String body) {
        handler = exchange -> answer(exchange, status, body);
    }

    private void granting(String token, long seconds) {
        answering(
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds
                        + ",\"scope\":\"mail\"}");
    }

    private TokenEndpoint endpoint(String secret, String refresh, String scope) {
        URI url = TokenGrant.endpoint("http://127.0.0.1:" + http.getAddress().getPort() + "/token?tenant=x");
        return new TokenEndpoint(new TokenGrant(url, "a client", secret, refresh, scope), clock, Duration.ofSeconds(2));
    }

    private TokenEndpoint endpoint() {
        return endpoint(SECRET, REFRESH, "");
    }

    private static String token(TokenEndpoint endpoint) throws Exception {
        return endpoint.token().toCompletableFuture().get(20, TimeUnit.SECONDS).value();
    }

    private static String failure(TokenEndpoint endpoint) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> token(endpoint));
        String message = failure.getCause().getMessage();
        assertTrue(message.startsWith("token endpoint http://127.0.0.1:") && !message.contains("tenant"), message);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            assertFalse(said.contains(SECRET) || said.contains(REFRESH) || said.contains("sec-token"), said);
        }
        return message;
    }

    @Test
    @Rfc({"6749#4.4.2", "6749#2.3.1"})
    void asksByItsOwnCredentials() throws Exception {
        assertEquals("first", token(endpoint(SECRET, null, "mail.send offline")));
        assertEquals(List.of("grant_type=client_credentials&client_id=a+client&scope=mail.send+offline"), forms);
        String pair = Base64.getEncoder().encodeToString("a+client:s3cret%3A%25".getBytes(StandardCharsets.US_ASCII));
        assertEquals(List.of("Basic " + pair), authorizations);
    }

    @Test
    @Rfc({"6749#6", "6749#2.3.1"})
    void asksByARefreshTokenAndTakesItsReplacement() throws Exception {
        answering(
                200,
                "{\"access_token\":\"first\",\"token_type\":\"bearer\",\"expires_in\":0,\"refresh_token\":\"second one\"}");
        TokenEndpoint endpoint = endpoint(null, REFRESH, "");
        assertEquals("first", token(endpoint));
        assertEquals("first", token(endpoint));
        assertEquals(
                List.of(
                        "grant_type=refresh_token&refresh_token=1%2F%2Frefresh%2Bme&client_id=a+client",
                        "grant_type=refresh_token&refresh_token=second+one&client_id=a+client"),
                forms);
        assertEquals("null", authorizations.get(0));
    }

    @Test
    @Rfc("6749#5.1")
    void keepsATokenUntilShortlyBeforeItExpires() throws Exception {
        TokenEndpoint endpoint = endpoint();
        assertEquals("first", token(endpoint));
        granting("second", 100);
        clock.pass(Duration.ofSeconds(3_539));
        assertEquals("first", token(endpoint));
        clock.pass(Duration.ofSeconds(1));
        assertEquals("second", token(endpoint));
        clock.pass(Duration.ofSeconds(89));
        granting("third", 100);
        assertEquals("second", token(endpoint));
        clock.pass(Duration.ofSeconds(1));
        assertEquals("third", token(endpoint));
        assertEquals(3, forms.size());
    }

    @Test
    @Rfc("6749#5.1")
    void aTokenWithoutALifetimeIsKeptForAWhile() throws Exception {
        answering(200, "{\"access_token\":\"first\",\"token_type\":\"Bearer\"}");
        TokenEndpoint endpoint = endpoint();
        token(endpoint);
        clock.pass(Duration.ofSeconds(269));
        token(endpoint);
        assertEquals(1, forms.size());
        clock.pass(Duration.ofSeconds(1));
        token(endpoint);
        assertEquals(2, forms.size());
        answering(200, "{\"access_token\":\"text\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\"}");
        clock.pass(Duration.ofMinutes(5));
        token(endpoint);
        clock.pass(Duration.ofMinutes(50));
        assertEquals("text", token(endpoint));
        assertEquals(3, forms.size());
    }

    @Test
    void oneRequestServesAllWhoWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        handler = exchange -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            answer(exchange, 200, "{\"access_token\":\"shared\",\"token_type\":\"Bearer\",\"expires_in\":60}");
        };
        TokenEndpoint endpoint = endpoint();
        List<CompletableFuture<AccessToken>> waiting = Stream.generate(
                        () -> endpoint.token().toCompletableFuture())
                .limit(20)
                .toList();
        waiting.get(0).cancel(true); // nobody else's matter
        go.countDown();
        for (CompletableFuture<AccessToken> each : waiting.subList(1, 20)) {
            assertEquals("shared", each.get(20, TimeUnit.SECONDS).value());
        }
        assertEquals(1, forms.size());
    }

    @Test
    void aRefusedTokenIsReplacedUnlessItIsFresh() throws Exception {
        TokenEndpoint endpoint = endpoint();
        AccessToken first = new AccessToken(token(endpoint));
        granting("second", 3_600);
        endpoint.refused(first);
        assertEquals("first", token(endpoint));
        clock.pass(Duration.ofSeconds(30));
        endpoint.refused(new AccessToken("another"));
        assertEquals("first", token(endpoint));
        endpoint.refused(first);
        assertEquals("second", token(endpoint));
        endpoint.refused(first);
        assertEquals("second", token(endpoint));
        assertEquals(2, forms.size());
    }

    @Test
    void theOldTokenServesToItsEndWhereThereIsNoNewOne() throws Exception {
        TokenEndpoint endpoint = endpoint();
        token(endpoint);
        answering(503, "");
        clock.pass(Duration.ofSeconds(3_590));
        assertEquals("first", token(endpoint));
        assertEquals("first", token(endpoint));
        assertEquals(2, forms.size());
        clock.pass(Duration.ofSeconds(10));
        assertTrue(failure(endpoint).contains("status 503"));
    }

    @Test
    void anEndpointThatFailsIsNotAskedAgainAtOnce() throws Exception {
        answering(500, "oops");
        TokenEndpoint endpoint = endpoint();
        failure(endpoint);
        failure(endpoint);
        assertEquals(1, forms.size());
        granting("later", 60);
        clock.pass(Duration.ofSeconds(5));
        assertEquals("later", token(endpoint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_grant\",\"error_description\":\"expired or revoked\"} | status 400: invalid_grant (expired or revoked)",
                "401 | {\"error\":\"invalid_client\"} | status 401: invalid_client",
                "400 | {\"error\":\"invalid_grant\",\"error_description\":\"you sent s3cret:% and 1//refresh+me\"} | (you sent *** and ***)",
                "400 | {\"error\":\"a\\nb\",\"error_description\":\"\\u001b[31m\"} | status 400: a b ([31m)",
                "400 | {\"error\":{\"x\":[1]}} | status 400",
                "502 | <html> | status 502 and no JSON",
                "302 | {} | status 302",
                "200 | {\"error\":\"invalid_scope\"} | invalid_scope",
                "200 | {\"access_token\":\"sec-token\" | status 200 and no JSON",
                "200 | sec-token | status 200 and no JSON",
                "200 | [] | not of the type Bearer",
                "200 | {\"access_token\":\"sec-token\",\"token_type\":\"mac\"} | not of the type Bearer",
                "200 | {\"access_token\":\"sec-token\"} | not of the type Bearer",
                "200 | {\"token_type\":\"bearer\"} | grants no token",
                "200 | {\"access_token\":\"sec-token \\u0001\",\"token_type\":\"bearer\"} | grants no token",
                "200 | {\"access_token\":\"a\",\"access_token\":\"sec-token\",\"token_type\":\"bearer\"} | no JSON"
            })
    @Rfc({"6749#5.2", "6749#5.1"})
    void whatIsNoTokenIsToldInWordsWithoutSecrets(int status, String body, String told) {
        answering(status, body);
        String message = failure(endpoint());
        assertTrue(message.contains(told), message);
    }

    @Test
    void anAnswerThatIsTooLongOrTooSlowIsGivenUp() {
        answering(200, "{\"padding\":\"" + "x".repeat(70_000) + "\"}");
        assertTrue(failure(endpoint()).contains("longer than 65536 octets"));
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        assertTrue(failure(endpoint()).contains("does not answer in time"));
    }

    @Test
    void anEndpointThatIsNotThereIsTold() {
        TokenEndpoint endpoint = endpoint();
        http.stop(0);
        failure(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
                "https://oauth2.googleapis.com/token",
                "HTTPS://oauth2.googleapis.com/token?a=b",
                "http://localhost:8080/token",
                "http://127.0.0.2/token",
                "http://[::1]:80/token"
            })
    @Rfc("6749#3.2")
    void takesEndpointsThatKeepSecrets(String url) {
        assertEquals(url, TokenGrant.endpoint(url).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oauth2.googleapis.com/token",
                "http://oauth2.googleapis.com/token",
                "http://127.0.0.1.example.org/token",
                "http://localhost.example.org/token",
                "ftp://localhost/token",
                "https:///token",
                "https://user:secret@example.org/token",
                "https://example.org/token#fragment",
                "https://exa mple.org/"
            })
    @Rfc("6749#3.2")
    void refusesEndpointsThatDoNot(String url) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> TokenGrant.endpoint(url));
        assertEquals(TokenGrant.REMEDY, failure.getMessage());
    }

    @Test
    void nothingPrintsASecret() {
        TokenGrant grant = new TokenGrant(
                TokenGrant.endpoint("https://example.org:8443/token?key=1"), "client", SECRET, REFRESH, "");
        assertEquals("https://example.org:8443/token", grant.toString());
        assertEquals("TokenEndpoint[https://example.org:8443/token]", new TokenEndpoint(grant).toString());
        URI url = grant.endpoint();
        assertThrows(IllegalArgumentException.class, () -> new TokenGrant(url, "client", null, null, ""));
        URI plain = URI.create("http://example.org/token");
        assertThrows(IllegalArgumentException.class, () -> new TokenGrant(plain, "client", SECRET, null, ""));
    }
}
