package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.wire.Pkcs12File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the certificates that are trusted.
 *
 * @param prefix what they begin with
 */
public record TrustConfig(AbstractConfig values, String prefix) {
    private static final String TRUSTSTORE = "truststore.location";
    private static final String PASSWORD = "truststore.password";

    /** Adds these settings, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + TRUSTSTORE,
                        "Truststore",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "A PKCS#12 file with the certificates to trust; empty: those that the JVM trusts.")
                .add(
                        prefix + PASSWORD,
                        "Truststore password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The password of the truststore.");
    }

    /** Takes note of a file that can't be used. */
    public void check(SettingErrors errors) {
        String file = values.getString(prefix + TRUSTSTORE);
        if (file.isEmpty() && password().length > 0) {
            errors.add(prefix + TRUSTSTORE, "", "is not set, and so its password has no use");
            return;
        }
        try {
            sockets();
        } catch (IOException e) {
            errors.add(prefix + TRUSTSTORE, file, String.valueOf(e.getMessage()));
        }
    }

    private char[] password() {
        return values.getPassword(prefix + PASSWORD).value().toCharArray();
    }

    private @Nullable Path file() throws IOException {
        String file = values.getString(prefix + TRUSTSTORE);
        return file.isEmpty() ? null : Settings.path(prefix + TRUSTSTORE, file);
    }

    /**
     * What makes connections in TLS.
     *
     * @throws IOException if the truststore can't be read; the message names it and the reason
     */
    SSLSocketFactory sockets() throws IOException {
        @Nullable Path file = file();
        try {
            TrustManager @Nullable [] managers = null;
            if (file != null) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(Pkcs12File.read(Pkcs12File.Purpose.TRUSTSTORE, file, password()));
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
        @Nullable Path file = file();
        TlsProbe.Builder probe = TlsProbe.builder().hello("localhost"); // said to servers of submission only
        return (file == null ? probe : probe.trust(file, password())).build();
    }
}
