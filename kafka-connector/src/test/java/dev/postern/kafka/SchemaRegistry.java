package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of the registry of Apicurio (its REST API, version 2) as a converter asks for: it takes a schema under a name, and gives it by its id. */
final class SchemaRegistry implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATH = "/apis/registry/v2";
    private static final String IDS = PATH + "/ids/globalIds/";

    private final HttpServer server;
    private final List<Artifact> artifacts = new CopyOnWriteArrayList<>();

    /**
     * A schema.
     *
     * @param name it was given, such as that of a topic with {@code -value} behind it
     * @param schema as text
     */
    record Artifact(String name, String schema) {}

    private SchemaRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts one that is empty. */
    static SchemaRegistry start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SchemaRegistry registry = new SchemaRegistry(http);
        http.createContext(PATH + "/groups/", registry::register);
        http.createContext(IDS, registry::give);
        http.start();
        return registry;
    }

    /** What a converter has as {@code apicurio.registry.url}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** What it was given, each schema of a name once. */
    List<Artifact> artifacts() {
        return List.copyOf(artifacts);
    }

    private synchronized void register(HttpExchange exchange) throws IOException {
        Artifact artifact = new Artifact(
                exchange.getRequestHeaders().getFirst("X-Registry-ArtifactId"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        if (!artifacts.contains(artifact)) {
            artifacts.add(artifact);
        }
        long id = artifacts.indexOf(artifact) + 1L;
        answer(
                exchange,
                MAPPER.writeValueAsString(Map.of(
                        "id", artifact.name(), "version", "1", "globalId", id, "contentId", id, "type", "AVRO")));
    }

    private void give(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath().substring(IDS.length());
        answer(
                exchange,
                asked.endsWith("/references")
                        ? "[]"
                        : artifacts.get(Integer.parseInt(asked) - 1).schema());
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] octets = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
