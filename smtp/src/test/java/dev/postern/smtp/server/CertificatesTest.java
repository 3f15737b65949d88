package dev.postern.smtp.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.server.ServerTls.ClientCertificates;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a client sees, from which files, and what it must show itself; all on a port that begins in TLS. */
@Timeout(60)
class CertificatesTest {
    private static final TlsFixture MX = TlsFixture.forHost("mx.example.org");
    private static final TlsFixture ANY = TlsFixture.forHost("*.example.net");

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private SmtpServer server(ServerTls tls) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(tls)
                .implicitTls(true)
                .certificateInterval(Duration.ofMillis(50))
                .start();
    }

    /** Whose certificate the server shows to a client that asks for this name. */
    private static String shown(SmtpServer server, String name) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(server, name)) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket connect(SmtpServer server, String name, KeyManager... keys)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Trusting()}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        SSLParameters parameters = socket.getSSLParameters();
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static KeyManager[] keys(TlsFixture fixture) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(fixture.keystore().toFile())) {
            store.load(in, fixture.password());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, fixture.password());
        return new KeyManager[] {new Insisting((X509ExtendedKeyManager) factory.getKeyManagers()[0])};
    }

    private static ServerTls tls(Path... locations) throws IOException {
        return ServerTls.from(List.of(locations), TlsFixture.get().password());
    }

    /** Key and chain of a fixture in a directory, as others lay them out. */
    private Path pair(TlsFixture fixture, String certificate, String key) throws IOException {
        Path pair = Files.createTempDirectory(directory, "pair");
        Files.copy(fixture.certificatePem(), pair.resolve(certificate));
        Files.copy(fixture.keyPem(), pair.resolve(key));
        return pair;
    }

    private Path bundle(TlsFixture fixture) throws IOException {
        Path bundle = Files.createTempFile(directory, "bundle", ".pem");
        return Files.writeString(
                bundle, Files.readString(fixture.keyPem()) + Files.readString(fixture.certificatePem()));
    }

    @ParameterizedTest
    @CsvSource({
        "mx.example.org, CN=mx.example.org",
        "MX.example.org, CN=mx.example.org",
        "a.example.net, CN=*.example.net",
        "a.b.example.net, CN=localhost",
        "example.net, CN=localhost",
        "unknown, CN=localhost",
        "'', CN=localhost"
    })
    @Rfc("6066#3")
    void aClientSeesTheOneWithTheNameItAsksForElseTheFirst(String name, String subject) throws Exception {
        try (SmtpServer server = server(tls(TlsFixture.get().keystore(), MX.keystore(), ANY.keystore()))) {
            assertEquals(subject, shown(server, name));
        }
    }

    @Test
    void theyAreReadFromEachForm() throws Exception {
        for (Path location : List.of(
                MX.keystore(), bundle(MX), pair(MX, "tls.crt", "tls.key"), pair(MX, "fullchain.pem", "privkey.pem"))) {
            try (SmtpServer server = server(tls(location))) {
                assertEquals("CN=mx.example.org", shown(server, ""), location.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tls.crt, tls.key", "fullchain.pem, privkey.pem"})
    void changedFilesAreReadAnewAndBrokenOnesAreNot(String certificate, String key) throws Exception {
        Path pair = pair(MX, certificate, key);
        try (SmtpServer server = server(tls(pair))) {
            assertEquals("CN=mx.example.org", shown(server, ""));
            Files.writeString(pair.resolve(certificate), "-----BEGIN CERTIFICATE-----\nhalf");
            Files.copy(ANY.keyPem(), pair.resolve(key), StandardCopyOption.REPLACE_EXISTING);
            for (int i = 0; i < 5; i++) {
                assertEquals("CN=mx.example.org", shown(server, ""));
            }
            Files.copy(ANY.certificatePem(), pair.resolve(certificate), StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> shown(server, "").equals("CN=*.example.net"));
        }
    }

    @Test
    @Rfc("8314#3.3b")
    void aPortThatBeginsInTlsGreetsInTlsAndOffersNoStartTls() throws Exception {
        try (SmtpServer server = server(tls(MX.keystore()));
                Conversation client = new Conversation(connect(server, ""))) {
            client.expect("220 mx.example.org");
            assertTrue(!client.say("EHLO client", "250").contains("STARTTLS"));
            client.sendMail("", "bob@example.net", "x\r\n").expect("250");
            assertTrue(sink.mails().get(0).content().contains(" with ESMTPS id "));
            assertNull(sink.mails().get(0).envelope().client().tls().subject());
        }
    }

    @Test
    @Rfc("8314#3.3b")
    void whoSpeaksPlaintextThereHearsNothing() throws Exception {
        try (SmtpServer server = server(tls(MX.keystore()));
                Conversation client = new Conversation(server.port())) {
            client.send("EHLO client\r\n");
            assertEquals("", printable(client.reply()));
        }
    }

    // a TLS alert may come, but no line of SMTP
    private static String printable(String reply) {
        return reply.matches("(?s).*\\d{3}[ -].*") ? reply : "";
    }

    @Test
    void aClientShowsACertificateOfTheTruststoreOrNone() throws Exception {
        ServerTls tls = tls(MX.keystore()).withClients(ClientCertificates.OPTIONAL, ANY.truststore(), ANY.password());
        try (SmtpServer server = server(tls)) {
            try (Conversation known = new Conversation(connect(server, "", keys(ANY)))) {
                known.expect("220");
                known.say("EHLO client", "250");
                known.sendMail("", "bob@example.net", "x\r\n").expect("250");
                assertEquals(
                        "CN=*.example.net",
                        sink.mails().get(0).envelope().client().tls().subject());
            }
            try (Conversation none = new Conversation(connect(server, ""))) {
                none.expect("220");
            }
            assertThrows(SSLException.class, () -> connectAndRead(server, keys(TlsFixture.get())));
        }
    }

    @Test
    void whereOneIsRequiredNobodyComesInWithout() throws Exception {
        ServerTls tls = tls(MX.keystore()).withClients(ClientCertificates.REQUIRED, ANY.truststore(), ANY.password());
        try (SmtpServer server = server(tls)) {
            assertThrows(SSLException.class, () -> connectAndRead(server));
            connectAndRead(server, keys(ANY));
        }
    }

    // in TLS 1.3 the client learns that its certificate is refused when it reads
    private static void connectAndRead(SmtpServer server, KeyManager... keys) throws Exception {
        try (SSLSocket socket = connect(server, "", keys)) {
            assertEquals('2', socket.getInputStream().read());
        }
    }

    @Test
    void whatCanNotBeUsedIsNamed() throws Exception {
        Path empty = Files.createTempDirectory(directory, "empty");
        Path noCertificate = Files.copy(MX.keyPem(), directory.resolve("key-only.pem"));
        Path otherKey = Files.writeString(
                directory.resolve("other.pem"),
                "-----BEGIN RSA PRIVATE KEY-----\n" + Files.readString(MX.certificatePem()));
        Path noKey = Files.copy(MX.certificatePem(), directory.resolve("certificate-only.pem"));
        assertRefused(empty, "keystore " + empty + " is a directory without tls.crt and tls.key");
        assertRefused(noCertificate, "keystore " + noCertificate + " holds no certificate in PEM");
        assertRefused(otherKey, "keystore " + otherKey + " holds a key in its own format: turn it into PKCS#8");
        assertRefused(noKey, "keystore " + noKey + " holds no private key in PEM");
        assertRefused(directory.resolve("none"), "keystore " + directory.resolve("none") + " does not exist");
    }

    private static void assertRefused(Path location, String reason) {
        IOException refusal = assertThrows(IOException.class, () -> tls(location));
        assertTrue(refusal.getMessage().startsWith(reason), refusal.getMessage());
    }

    /** Takes any certificate: which one it is, is the test's matter. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Shows its certificate whoever the server says it trusts. */
    private static final class Insisting extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Insisting(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(types, null, socket);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
