package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that take the greeting, and then do nothing. */
final class IdleClients implements AutoCloseable {
    private static final byte[] NOOP = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<SocketChannel> connections;
    private final ByteBuffer reply = ByteBuffer.allocate(512);

    private IdleClients(int count) {
        connections = new ArrayList<>(count);
    }

    /** Opens so many; each has its greeting. */
    static IdleClients open(int port, int count) throws IOException {
        IdleClients clients = new IdleClients(count);
        try {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < count; i++) {
                SocketChannel connection = SocketChannel.open(server);
                clients.connections.add(connection);
                String greeting = clients.read(connection);
                if (!greeting.startsWith("220 ")) {
                    throw new RefusedException("idle connection " + (i + 1) + ": " + greeting.strip());
                }
            }
            return clients;
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    /** Lets each say NOOP, after which it has its time again; how many are answered. */
    int touch() throws IOException {
        int alive = 0;
        for (SocketChannel connection : connections) {
            connection.write(ByteBuffer.wrap(NOOP));
            alive += read(connection).startsWith("250 ") ? 1 : 0;
        }
        return alive;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private String read(SocketChannel connection) throws IOException {
        reply.clear();
        connection.read(reply);
        return StandardCharsets.US_ASCII.decode(reply.flip()).toString();
    }
}
