package dev.postern.kafka.source.mailbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a mailbox's server, as the client library is given it: in TLS where the settings say so, with the host's name verified, and with a {@link ResponseGuard}.
 * {@link #close()} may be called by any thread, and waits for nothing.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket beneath takes care of that
public final class GuardedSocket extends Socket {
    private final MailboxServer server;
    private final SSLSocketFactory tls;
    private final Bounds bounds;
    private final Socket plain = new Socket();
    private volatile Socket current = plain;
    private volatile @Nullable ResponseGuard guard;

    GuardedSocket(MailboxServer server, SSLSocketFactory tls, Bounds bounds) {
        this.server = server;
        this.tls = tls;
        this.bounds = bounds;
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        plain.connect(address, timeout);
        plain.setTcpNoDelay(true);
        plain.setKeepAlive(true);
        if (server.protection() == MailboxProtection.IMPLICIT) {
            secure();
        }
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        connect(address, 0);
    }

    /** Begins TLS, and verifies that the certificate is trusted and names the host (RFC 8314 §3, RFC 7817). */
    public void secure() throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        current = secured;
        guard = null;
    }

    /** Whether it is in TLS, with a server that has proven who it is. */
    public boolean isSecured() {
        return current != plain;
    }

    /** The server's certificate, or null without TLS. */
    public @Nullable X509Certificate certificate() throws IOException {
        return current instanceof SSLSocket secured
                        && secured.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                ? certificate
                : null;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        ResponseGuard made = new ResponseGuard(current.getInputStream(), bounds);
        guard = made;
        return made;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(current.getOutputStream()) {
            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                ResponseGuard reading = guard;
                if (reading != null) {
                    reading.commandSent();
                }
                out.write(octets, offset, length);
            }
        };
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        plain.setTcpNoDelay(on);
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        return plain.getLocalAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return plain.getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return plain.getRemoteSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public boolean isClosed() {
        return plain.isClosed();
    }

    /** Ends the connection under TLS: its farewell would be waited for where the server doesn't read. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** For messages. */
    @Override
    public String toString() {
        return new InetSocketAddress(server.host(), server.port()).getHostString() + ":" + server.port();
    }
}
