package dev.postern.kafka.source.mailbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the client library has the one socket of a connection begin TLS, at STARTTLS or STLS; {@link #plain} gives it that socket. */
public final class GuardedSockets extends SSLSocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedSockets.class);

    private final GuardedSocket socket;

    /**
     * A factory for one connection.
     *
     * @param tls makes connections in TLS, by the certificates that are trusted
     */
    public GuardedSockets(MailboxServer server, SSLSocketFactory tls, Bounds bounds) {
        this.socket = new GuardedSocket(server, tls, bounds);
    }

    /** The socket of the connection, connected or not. */
    public GuardedSocket socket() {
        return socket;
    }

    /** Ends the connection at once, whoever uses it. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection can't be closed", e);
        }
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
