package dev.postern.kafka.source.mailbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Grants tokens that are good for a second by their own word, and tells a mail server which of them are valid (RFC 6749, RFC 7662). */
public final class TokenServer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("granted(\\d+)");

    private final HttpServer server;
    private final AtomicInteger granted = new AtomicInteger();
    private volatile int validFrom;

    private TokenServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one whose tokens are of this user. */
    public static TokenServer start(String user) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenServer tokens = new TokenServer(http);
        http.createContext(
                "/token",
                exchange -> answer(
                        exchange,
                        "{\"access_token\":\"granted" + tokens.granted.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":1}"));
        http.createContext("/introspect", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher token = TOKEN.matcher(asked);
            boolean active = token.find() && Integer.parseInt(token.group(1)) >= tokens.validFrom;
            answer(exchange, active ? "{\"active\":true,\"username\":\"" + user + "\"}" : "{\"active\":false}");
        });
        http.start();
        return tokens;
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Where a mail server asks for a token. */
    public URI introspection() {
        return URI.create(at("/introspect"));
    }

    /** What an account needs for tokens from here. */
    public TaskDriver allow(TaskDriver task, String prefix) {
        return task.set(prefix + "password", "")
                .set(prefix + "oauth.token.endpoint", at("/token"))
                .set(prefix + "oauth.client.id", "client")
                .set(prefix + "oauth.client.secret", "s3cret");
    }

    /** No token that was granted so far is valid any more; gives the number of the first that is. */
    public int revoke() {
        validFrom = granted.get() + 1;
        return validFrom;
    }

    /** How many were granted. */
    public int granted() {
        return granted.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
