package dev.postern.gateway.health;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokersTest {
    @Test
    void oneBrokerThatAnswersIsEnough() throws IOException {
        String closed = "127.0.0.1:" + FreePort.onLoopback();
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(Brokers.answer(closed + ", 127.0.0.1:" + open.getLocalPort()));
        }
        assertFalse(Brokers.answer(closed + ",broker.invalid:9092,not a broker"));
    }
}
