package dev.postern.ear;

import dev.postern.testkit.DovecotSasl;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is behind a secret: a relay that takes the mail of a user alone, and a keystore. */
record Vault(DovecotSasl users, Postfix relay) implements AutoCloseable {
    /** The password of both. */
    static final String SECRET = "Vault-Word-7";

    private static final String USER = "desk";

    static Vault start() throws IOException {
        DovecotSasl users = DovecotSasl.start(USER, SECRET, URI.create("http://127.0.0.1:1/"));
        try {
            Postfix relay = Postfix.builder()
                    .mailboxes("bob@example.net")
                    .tls(TlsFixture.get())
                    .set("smtpd_sasl_auth_enable", "yes")
                    .set("smtpd_sasl_type", "dovecot")
                    .set("smtpd_sasl_path", "inet:127.0.0.1:" + users.port())
                    .set("smtpd_client_restrictions", "permit_sasl_authenticated, reject")
                    .start();
            return new Vault(users, relay);
        } catch (IOException | RuntimeException e) {
            users.close();
            throw e;
        }
    }

    /**
     * The settings of a connection factory that sends by the relay, by their names.
     *
     * @param password as the server's configuration has it
     * @param journals the directory for its journal
     */
    static Map<String, String> factory(String name, String password, int relayPort, Path journals) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("name", name);
        settings.put("relay", "localhost:" + relayPort);
        settings.put("username", USER);
        settings.put("password", password);
        settings.put("hello", "app.example.org");
        settings.put("truststore", TlsFixture.get().truststore().toString());
        settings.put("truststorePassword", new String(TlsFixture.get().password()));
        settings.put("journal", journals.resolve(name).toString());
        return settings;
    }

    /** Writes a keystore whose password is the secret. */
    static void writeKeystore(Path file) throws IOException {
        TlsFixture fixture = TlsFixture.get();
        char[] secret = SECRET.toCharArray();
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore keys = KeyStore.getInstance(fixture.keystore().toFile(), fixture.password());
            keys.setKeyEntry(
                    "server", keys.getKey("server", fixture.password()), secret, keys.getCertificateChain("server"));
            keys.store(out, secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keystore", e);
        }
    }

    @Override
    public void close() throws IOException {
        relay.close();
        users.close();
    }
}
