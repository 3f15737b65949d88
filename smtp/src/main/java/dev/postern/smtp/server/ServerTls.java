package dev.postern.smtp.server;

import dev.postern.smtp.wire.Pkcs12File;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** The certificate with which a server offers STARTTLS (RFC 3207); TLS 1.2 and 1.3. */
public final class ServerTls {
    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * Takes key and certificate chain from a PKCS#12 file.
     *
     * @throws IOException if the file can't be read, or the password is wrong; the message names the file and the reason
     */
    public static ServerTls fromPkcs12(Path file, char[] password) throws IOException {
        KeyStore store = Pkcs12File.read(Pkcs12File.Purpose.KEYSTORE, file, password);
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return new ServerTls(SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IOException("keystore " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    SslContext context() {
        return context;
    }
}
