package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server with MicroProfile Health says of the gateway. */
interface HealthContract {
    /** The port at which the server answers. */
    default int healthPort() {
        return Surroundings.port("it.http");
    }

    /** What the gateway has here. */
    default List<String> parts() {
        return List.of("listener", "journal", "broker");
    }

    @Test
    default void theGatewayIsReady() throws IOException, InterruptedException {
        try (Conversation client = GatewayContract.gateway()) {
            GatewayContract.acceptedId(client, "bob@example.net"); // brokers count from the first mail for a topic on
        }
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort() + "/health/ready"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(question, HttpResponse.BodyHandlers.ofString());
        String text = answer.body().replaceAll("\\s", "");
        assertEquals(200, answer.statusCode(), text);
        assertTrue(text.contains("\"name\":\"postern-gateway\",\"status\":\"UP\""), text);
        for (String part : parts()) {
            assertTrue(text.contains("\"" + part + "\":\"up\""), text);
        }
    }
}
