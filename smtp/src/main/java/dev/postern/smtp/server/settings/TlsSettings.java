package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.ServerTls.ClientCertificates;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The certificates of a listener, and who needs them. */
final class TlsSettings implements SettingArea {
    static final Setting<List<String>> KEYSTORE = Setting.list(
            "keystore.location",
            "Keystores",
            Importance.HIGH,
            "Where keys and certificates for TLS are: PKCS#12 files, PEM files with key and chain, or directories with tls.crt and"
                    + " tls.key or fullchain.pem and privkey.pem. A client gets the one with the name that it asks for, else the"
                    + " first. Changed files are read anew within ten seconds. Empty: TLS is not offered.");
    static final Setting<String> KEYSTORE_PASSWORD = Setting.secret(
            "keystore.password",
            "Keystore password",
            Importance.HIGH,
            "The password of the keystores, or of the keys in PEM where those are encrypted.");
    static final Setting<Boolean> REQUIRE_TLS = Setting.truth(
            "require.tls", "Require TLS", false, Importance.MEDIUM, "Whether mail in plaintext is refused.");
    static final Setting<Boolean> IMPLICIT_TLS = Setting.truth(
            "implicit.tls",
            "TLS from the first octet",
            false,
            Importance.MEDIUM,
            "Whether connections begin in TLS, as on port 465, and not by STARTTLS.");
    static final Setting<String> CLIENT_CERTIFICATES = Setting.text(
                    "client.certificates",
                    "Certificates of clients",
                    "none",
                    Importance.LOW,
                    "Whether clients show a certificate in TLS; one that is shown must be issued by one of the truststore.")
            .oneOf("none", "optional", "required");
    static final Setting<String> TRUSTSTORE = Setting.text(
            "truststore.location",
            "Truststore",
            "",
            Importance.LOW,
            "A PKCS#12 file with the certificates of those who issue certificates to clients.");
    static final Setting<String> TRUSTSTORE_PASSWORD = Setting.secret(
            "truststore.password", "Truststore password", Importance.LOW, "The password of the truststore.");
    static final SettingGroup GROUP = SettingGroup.of(
            "TLS",
            KEYSTORE,
            KEYSTORE_PASSWORD,
            REQUIRE_TLS,
            IMPLICIT_TLS,
            CLIENT_CERTIFICATES,
            TRUSTSTORE,
            TRUSTSTORE_PASSWORD);

    private final List<String> keystores;
    private final String keystorePassword;
    private final boolean required;
    private final boolean implicit;
    private final ClientCertificates clients;
    private final String truststore;
    private final String truststorePassword;

    TlsSettings(SettingValues values) {
        keystores = values.get(KEYSTORE);
        keystorePassword = values.get(KEYSTORE_PASSWORD);
        required = values.get(REQUIRE_TLS);
        implicit = values.get(IMPLICIT_TLS);
        clients = ClientCertificates.valueOf(values.get(CLIENT_CERTIFICATES).toUpperCase(Locale.ROOT));
        truststore = values.get(TRUSTSTORE);
        truststorePassword = values.get(TRUSTSTORE_PASSWORD);
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        parts.server().tls(open()).requireTls(required).implicitTls(implicit);
    }

    @Override
    public void check(Problems problems) {
        if (required && keystores.isEmpty()) {
            problems.add(KEYSTORE, "", problems.spell(REQUIRE_TLS) + "=true needs a keystore");
        }
        if (implicit && keystores.isEmpty()) {
            problems.add(KEYSTORE, "", problems.spell(IMPLICIT_TLS) + "=true needs a keystore");
        }
        if (keystores.isEmpty() && !keystorePassword.isEmpty()) {
            problems.add(KEYSTORE, "", "is not set, and so its password has no use");
        }
        try {
            withoutClients();
        } catch (IOException e) {
            problems.add(KEYSTORE, String.join(",", keystores), e);
            return;
        }
        checkClients(problems);
    }

    private void checkClients(Problems problems) {
        String shown = clients.name().toLowerCase(Locale.ROOT);
        if (clients != ClientCertificates.NONE && keystores.isEmpty()) {
            problems.add(CLIENT_CERTIFICATES, shown, "needs TLS: set " + problems.spell(KEYSTORE));
        } else if (clients == ClientCertificates.REQUIRED && !required && !implicit) {
            problems.add(
                    CLIENT_CERTIFICATES,
                    shown,
                    "is asked for in TLS only, and plaintext is allowed: set " + problems.spell(REQUIRE_TLS) + "=true");
        } else if (clients != ClientCertificates.NONE && truststore.isEmpty()) {
            problems.add(TRUSTSTORE, "", problems.spell(CLIENT_CERTIFICATES) + "=" + shown + " needs one");
        } else {
            try {
                open();
            } catch (IOException e) {
                problems.add(TRUSTSTORE, truststore, e);
            }
        }
    }

    /** Reads the certificates; null where TLS is not offered. */
    private @Nullable ServerTls open() throws IOException {
        ServerTls tls = withoutClients();
        return tls == null || clients == ClientCertificates.NONE
                ? tls
                : tls.withClients(clients, Problems.path(truststore), truststorePassword.toCharArray());
    }

    private @Nullable ServerTls withoutClients() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String keystore : keystores) {
            paths.add(Problems.path(keystore));
        }
        return paths.isEmpty() ? null : ServerTls.from(paths, keystorePassword.toCharArray());
    }
}
