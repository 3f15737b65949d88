package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.wire.Pkcs12File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates that are trusted where mailboxes are read, by the settings. */
public record TrustConfig(TruststoreConfig store) {
    /** Takes note of a file that can't be used. */
    public void check(SettingErrors errors) {
        store.check(errors);
        try {
            sockets();
        } catch (IOException e) {
            errors.add(store.key(), store.location(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * What makes connections in TLS.
     *
     * @throws IOException if the truststore can't be read; the message names it and the reason
     */
    SSLSocketFactory sockets() throws IOException {
        try {
            TrustManager @Nullable [] managers = null;
            if (store.isSet()) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(Pkcs12File.read(Pkcs12File.Purpose.TRUSTSTORE, store.file(), store.password()));
                managers = factory.getTrustManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS can't be set up: " + e.getMessage(), e);
        }
    }

    /** What tries servers, trusting the same certificates. */
    TlsProbe probe() throws IOException {
        TlsProbe.Builder probe = TlsProbe.builder().hello("localhost"); // said to servers of submission only
        return (store.isSet() ? probe.trust(store.file(), store.password()) : probe).build();
    }
}
