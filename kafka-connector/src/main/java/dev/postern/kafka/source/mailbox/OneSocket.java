package dev.postern.kafka.source.mailbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Gives the client library one socket, and none that is connected past it. */
public final class OneSocket extends SocketFactory {
    private final Socket socket;

    public OneSocket(Socket socket) {
        this.socket = socket;
    }

    @Override
    public Socket createSocket() {
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw direct();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw direct();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw direct();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw direct();
    }

    private static IOException direct() {
        return new IOException("a connection that is not guarded");
    }
}
