package dev.postern.smtp.server;

import dev.postern.smtp.wire.Pkcs12File;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates with which a server offers TLS (RFC 3207, RFC 8314); TLS 1.2 and 1.3. Changed files are read anew while it serves. */
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final int LARGEST_CLIENT_HELLO = 64 << 10;
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(10);

    private final List<CertificateFile> files;
    private final ClientCertificates clients;
    private final @Nullable TrustManagerFactory trust;
    private FileStamps stamps;
    private volatile Certificates certificates;

    /** Whether clients show a certificate too. */
    public enum ClientCertificates {
        NONE(ClientAuth.NONE),
        /** One that is shown must be trusted. */
        OPTIONAL(ClientAuth.OPTIONAL),
        REQUIRED(ClientAuth.REQUIRE);

        private final ClientAuth auth;

        ClientCertificates(ClientAuth auth) {
            this.auth = auth;
        }
    }

    private ServerTls(List<CertificateFile> files, ClientCertificates clients, @Nullable TrustManagerFactory trust)
            throws IOException {
        this.files = files;
        this.clients = clients;
        this.trust = trust;
        this.stamps = FileStamps.of(files);
        this.certificates = Certificates.load(files, clients.auth, trust);
    }

    /**
     * Takes keys and certificate chains from files: each a PKCS#12 file, a PEM file with key and chain, or a directory with
     * {@code tls.crt} and {@code tls.key} or {@code fullchain.pem} and {@code privkey.pem}.
     *
     * @param locations at least one; a client gets the one with the name that it asks for, else the first
     * @param password of PKCS#12 files and of encrypted keys
     * @throws IOException if one can't be read or used; the message names the file and the reason
     */
    public static ServerTls from(List<Path> locations, char[] password) throws IOException {
        return new ServerTls(
                locations.stream()
                        .map(location -> new CertificateFile(location, password))
                        .toList(),
                ClientCertificates.NONE,
                null);
    }

    /**
     * The same, with certificates of clients.
     *
     * @param truststore a PKCS#12 file with the certificates of those who issue them
     * @throws IOException if it can't be read; the message names the file and the reason
     */
    public ServerTls withClients(ClientCertificates shown, Path truststore, char[] password) throws IOException {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(Pkcs12File.read(Pkcs12File.Purpose.TRUSTSTORE, truststore, password));
            return new ServerTls(files, shown, trusted);
        } catch (GeneralSecurityException e) {
            throw new IOException("truststore " + truststore + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Reads the files again where they have changed; while the new ones can't be used, the old certificates stay. */
    synchronized void refresh() {
        FileStamps now = FileStamps.of(files);
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            certificates = Certificates.load(files, clients.auth, trust);
            LOG.info("Certificates read anew: {}", files);
        } catch (IOException e) {
            LOG.error("Changed certificates are not used, the old ones stay: {}", e.getMessage());
        }
    }

    /** What takes a connection into TLS, within a time. */
    SniHandler newHandler() {
        return new SniHandler(certificates, LARGEST_CLIENT_HELLO, HANDSHAKE_PATIENCE.toMillis());
    }
}
