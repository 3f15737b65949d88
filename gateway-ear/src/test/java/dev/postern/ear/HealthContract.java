package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What a server with MicroProfile Health says of the gateway. */
interface HealthContract {
    @Test
    default void theGatewayIsReady() throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Surroundings.port("it.http") + "/health/ready"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(question, HttpResponse.BodyHandlers.ofString());
        String text = answer.body().replaceAll("\\s", "");
        assertEquals(200, answer.statusCode(), text);
        assertTrue(text.contains("\"name\":\"postern-gateway\",\"status\":\"UP\""), text);
        assertTrue(text.contains("\"listener\":\"up\""), text);
        assertTrue(text.contains("\"journal\":\"up\""), text);
        assertTrue(text.contains("\"broker\":\"up\""), text);
    }
}
