package dev.postern.gateway.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.stream.Stream;

/** Whether Kafka can be reached. */
final class Brokers {
    private static final int PATIENCE_MILLIS = 1_000;

    private Brokers() {}

    /**
     * Whether any of these takes a connection within a second; nothing is said to it.
     *
     * @param servers host:port with commas between
     */
    static boolean answer(String servers) {
        return Stream.of(servers.split(",", -1)).anyMatch(server -> takesConnections(server.strip()));
    }

    private static boolean takesConnections(String server) {
        int colon = Math.max(server.lastIndexOf(':'), 0);
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(server.substring(colon).replace(":", ""));
            socket.connect(new InetSocketAddress(server.substring(0, colon), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) { // perhaps the next one does
            return false;
        }
    }
}
