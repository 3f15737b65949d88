package dev.postern.smtp.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.mail.Domain;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is taken of a web server, and what is not. */
@Timeout(60)
class HttpsPolicySourceTest {
    private static final Domain DOMAIN = Domain.parse("bank.example");
    private static final TlsFixture RIGHT = TlsFixture.get();
    private static final TlsFixture STRANGER = TlsFixture.forHost("stranger.example");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpsServer server;
    private volatile Handler handler;

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws Exception {
        serve(RIGHT);
    }

    private void serve(TlsFixture certificate) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.servingContext()));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String fetch() {
        URI place = URI.create("https://localhost:" + server.getAddress().getPort() + "/.well-known/mta-sts.txt");
        return new HttpsPolicySource(RIGHT.trustingContext(), domain -> place, Duration.ofSeconds(5))
                .fetch(DOMAIN)
                .toCompletableFuture()
                .join();
    }

    private ResultType refusal() {
        CompletionException failure = assertThrows(CompletionException.class, this::fetch);
        return assertInstanceOf(StsFetchException.class, failure.getCause()).type();
    }

    private static Handler answering(int status, String type, String body) {
        return exchange -> {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        };
    }

    @Test
    @Rfc("8461#3.3")
    void takesATextFromTheWellKnownPlace() {
        assertEquals(
                URI.create("https://mta-sts.bank.example/.well-known/mta-sts.txt"),
                HttpsPolicySource.wellKnown(DOMAIN));
        handler = answering(200, "text/plain", "the text");
        assertEquals("the text", fetch());
        handler = answering(200, "Text/Plain; charset=utf-8", "caf\u00e9");
        assertEquals("caf\u00e9", fetch());
    }

    @Test
    @Rfc("8461#3.3e")
    void takesNothingElse() {
        handler = answering(200, "text/html", "the text");
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
        handler = answering(404, "text/plain", "the text");
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
        handler = answering(200, "text/plain", "x".repeat(StsPolicy.MAX_TEXT + 1));
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
        handler = answering(200, "text/plain", "x".repeat(StsPolicy.MAX_TEXT));
        assertEquals(StsPolicy.MAX_TEXT, fetch().length());
    }

    @Test
    @Rfc("8461#3.3f")
    void followsNoRedirect() {
        handler = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
                answering(200, "text/plain", "the text").handle(exchange);
            } else {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                answering(302, "text/plain", "moved").handle(exchange);
            }
        };
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
    }

    @Test
    void waitsNoLongerThanItsDeadline() {
        handler = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            end.await();
        };
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
    }

    @Test
    @Rfc("8461#3.3g")
    void takesNothingFromWhoDoesNotProveHisName() throws Exception {
        server.stop(0);
        serve(STRANGER);
        handler = answering(200, "text/plain", "the text");
        assertEquals(ResultType.STS_WEBPKI_INVALID, refusal());
    }

    @Test
    void failsForADomainThatTheWebDoesNotKnow() {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> HttpsPolicySource.standard()
                        .fetch(Domain.parse("bank.123"))
                        .toCompletableFuture()
                        .join());
        assertInstanceOf(StsFetchException.class, failure.getCause());
    }

    @Test
    void failsWhereNobodyListens() {
        server.stop(0);
        assertEquals(ResultType.STS_POLICY_FETCH_ERROR, refusal());
    }
}
