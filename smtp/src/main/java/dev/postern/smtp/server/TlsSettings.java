package dev.postern.smtp.server;

import dev.postern.smtp.server.ServerTls.ClientCertificates;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of TLS on a listener.
 *
 * @param keystores where keys and certificates are, as {@link ServerTls#from} reads them; empty: TLS is not offered
 * @param keystorePassword the password of them all
 * @param required whether mail in plaintext is refused
 * @param implicit whether connections begin in TLS, as on port 465
 * @param clientCertificates none, optional or required
 * @param truststore a PKCS#12 file with the certificates of those who issue certificates to clients
 * @param truststorePassword the password of the truststore
 */
public record TlsSettings(
        List<String> keystores,
        String keystorePassword,
        boolean required,
        boolean implicit,
        String clientCertificates,
        String truststore,
        String truststorePassword) {
    public TlsSettings {
        keystores = List.copyOf(keystores);
    }

    /** Where the certificates are; no secret. */
    @Override
    public String toString() {
        return keystores.toString();
    }

    /**
     * Reads the certificates.
     *
     * @return null where TLS is not offered
     * @throws IOException if a file can't be read or used; the message names it and the reason
     */
    @Nullable
    ServerTls open() throws IOException {
        ServerTls tls = withoutClients();
        ClientCertificates shown = clients();
        return tls == null || shown == null || shown == ClientCertificates.NONE
                ? tls
                : tls.withClients(shown, path(truststore), truststorePassword.toCharArray());
    }

    void check(Problems problems, UnaryOperator<String> spelling) {
        if (required && keystores.isEmpty()) {
            problems.add(ListenerKey.KEYSTORE, "", spelling.apply(ListenerKey.REQUIRE_TLS) + "=true needs a keystore");
        }
        if (implicit && keystores.isEmpty()) {
            problems.add(ListenerKey.KEYSTORE, "", spelling.apply(ListenerKey.IMPLICIT_TLS) + "=true needs a keystore");
        }
        if (keystores.isEmpty() && !keystorePassword.isEmpty()) {
            problems.add(ListenerKey.KEYSTORE, "", "is not set, and so its password has no use");
        }
        try {
            withoutClients();
        } catch (IOException e) {
            problems.add(ListenerKey.KEYSTORE, String.join(",", keystores), String.valueOf(e.getMessage()));
            return;
        }
        checkClients(problems, spelling);
    }

    private void checkClients(Problems problems, UnaryOperator<String> spelling) {
        String key = ListenerKey.CLIENT_CERTIFICATES;
        ClientCertificates shown = clients();
        if (shown == null) {
            problems.add(key, clientCertificates, "must be none, optional or required");
        } else if (shown != ClientCertificates.NONE && keystores.isEmpty()) {
            problems.add(key, clientCertificates, "needs TLS: set " + spelling.apply(ListenerKey.KEYSTORE));
        } else if (shown == ClientCertificates.REQUIRED && !required && !implicit) {
            problems.add(
                    key,
                    clientCertificates,
                    "is asked for in TLS only, and plaintext is allowed: set " + spelling.apply(ListenerKey.REQUIRE_TLS)
                            + "=true");
        } else if (shown != ClientCertificates.NONE && truststore.isEmpty()) {
            problems.add(ListenerKey.TRUSTSTORE, "", spelling.apply(key) + "=" + clientCertificates + " needs one");
        } else {
            try {
                open();
            } catch (IOException e) {
                problems.add(ListenerKey.TRUSTSTORE, truststore, String.valueOf(e.getMessage()));
            }
        }
    }

    private @Nullable ServerTls withoutClients() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String keystore : keystores) {
            paths.add(path(keystore));
        }
        return paths.isEmpty() ? null : ServerTls.from(paths, keystorePassword.toCharArray());
    }

    /** Null for a word that is none of them. */
    private @Nullable ClientCertificates clients() {
        for (ClientCertificates known : ClientCertificates.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(clientCertificates)) {
                return known;
            }
        }
        return null;
    }

    static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("this is not the name of a file: " + e.getReason(), e);
        }
    }
}
