package dev.postern.kafka.source.mailbox;

import dev.postern.smtp.login.LoginChannel;
import dev.postern.smtp.sasl.ChannelBindings;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a mailbox's server, as the client library is given it: in TLS where the settings say so, with the host's name verified, and with a {@link ResponseGuard}.
 * {@link #close()} may be called by any thread, and waits for nothing.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket beneath takes care of that
public final class GuardedSocket extends ForwardingSocket {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedSocket.class);

    private final MailboxServer server;
    private final SSLSocketFactory tls;
    private final Bounds bounds;
    private final Socket plain;
    private volatile Socket current;
    private volatile @Nullable ResponseGuard guard;

    GuardedSocket(MailboxServer server, SSLSocketFactory tls, Bounds bounds) {
        this(server, tls, bounds, new Socket());
    }

    private GuardedSocket(MailboxServer server, SSLSocketFactory tls, Bounds bounds, Socket plain) {
        super(plain);
        this.plain = plain;
        this.current = plain;
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

    /** What a login goes over. */
    LoginChannel channel() throws IOException {
        X509Certificate certificate = certificate();
        return new LoginChannel(
                isSecured(),
                isSecured(),
                certificate == null ? ChannelBindings.NONE : ChannelBindings.ofServer(certificate),
                server.host(),
                server.port());
    }

    /** The server's certificate, or null without TLS. */
    private @Nullable X509Certificate certificate() throws IOException {
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

    /** Ends the connection under TLS: its farewell would be waited for where the server doesn't read. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** Ends the connection at once, whoever uses it. */
    public void cut() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("a connection can't be closed", e);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return new InetSocketAddress(server.host(), server.port()).getHostString() + ":" + server.port();
    }
}
