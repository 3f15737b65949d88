package dev.postern.kafka.source.mailbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Where the client library has the one socket of a connection begin TLS, at STARTTLS; {@link #plain} gives it that socket. */
public final class GuardedSockets extends SSLSocketFactory {
    private final GuardedSocket socket;

    /** A factory for one connection. */
    public GuardedSockets(GuardedSocket socket) {
        this.socket = socket;
    }

    /** Gives the library the socket: one that makes TLS would be asked for that at once. */
    public SocketFactory plain() {
        return new OneSocket(socket);
    }

    /** What was a connection in plaintext is one in TLS from here on. */
    @Override
    public Socket createSocket(@Nullable Socket plain, String host, int port, boolean autoClose) throws IOException {
        if (plain != socket) {
            throw new IOException("a connection of somebody else");
        }
        socket.secure();
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

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }
}
