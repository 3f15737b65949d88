package dev.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A throw-away certificate, made by the JDK's keytool, and what trusts it. */
public final class TlsFixture {
    private static final char[] PASSWORD = "postern".toCharArray();
    private static final String SERVER = "server";
    private static final String AUTHORITY = "authority";

    private final Path directory;

    private TlsFixture(Path directory) {
        this.directory = directory;
    }

    /** The fixture of this JVM for localhost and 127.0.0.1; its files go away with the JVM. */
    public static TlsFixture get() {
        return Holder.FIXTURE;
    }

    /** Makes another, for a host of this name; its files go away with the JVM. */
    public static TlsFixture forHost(String name) {
        return create(name, "dns:" + name, false);
    }

    /** Makes another, whose certificate is of an authority of its own, which it shows besides; its files go away with the JVM. */
    public static TlsFixture issuedForHost(String name) {
        return create(name, "dns:" + name, true);
    }

    /** Key and certificate in a PKCS#12 file. */
    public Path keystore() {
        return directory.resolve("server.p12");
    }

    /** The password of {@link #keystore()} and {@link #truststore()}. */
    public char[] password() {
        return PASSWORD.clone();
    }

    /** The certificate of its own first, and that of its authority where it has one. */
    public List<Certificate> chain() {
        try {
            return List.of(load(keystore()).getCertificateChain(SERVER));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no chain", e);
        }
    }

    /** The certificate as trusted, in a PKCS#12 file. */
    public Path truststore() {
        return directory.resolve("trust.p12");
    }

    /** The certificate in PEM. */
    public Path certificatePem() {
        return directory.resolve("server.crt");
    }

    /** The private key in PEM (PKCS#8), readable by its owner only. */
    public Path keyPem() {
        return directory.resolve("server.key");
    }

    /** A context for clients that trusts the certificate and nothing else. */
    public SSLContext trustingContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(truststore()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    /** A context for servers that show the certificate. */
    public SSLContext servingContext() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(keystore()), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    /** Takes an open connection into TLS as a client that {@linkplain #trustingContext() trusts} the certificate. */
    public SSLSocket secure(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket)
                trustingContext().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static TlsFixture create(String subject, String names, boolean issued) {
        try {
            Path directory = Files.createTempDirectory("postern-tls-");
            TlsFixture fixture = new TlsFixture(directory);
            fixture.makeKeystore(subject, names, issued);
            fixture.writePemAndTrust();
            List<Path> files = List.of(
                    fixture.keystore(), fixture.truststore(), fixture.certificatePem(), fixture.keyPem(), directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> files.forEach(TlsFixture::delete)));
            return fixture;
        } catch (IOException e) {
            throw new UncheckedIOException("no TLS fixture", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS fixture", e);
        }
    }

    private void makeKeystore(String subject, String names, boolean issued) throws IOException {
        if (!issued) {
            generate(SERVER, subject, "-ext", "SAN=" + names);
            return;
        }
        generate(AUTHORITY, "Authority of " + subject, "-ext", "BC:critical=ca:true");
        generate(SERVER, subject, "-ext", "SAN=" + names, "-signer", AUTHORITY);
        keytool("-delete", "-alias", AUTHORITY); // who serves has not its key
    }

    private void generate(String alias, String subject, String... more) throws IOException {
        List<String> options = new ArrayList<>();
        Collections.addAll(options, "-genkeypair", "-alias", alias, "-keyalg", "RSA", "-keysize", "2048");
        Collections.addAll(options, "-dname", "CN=" + subject, "-validity", "7");
        Collections.addAll(options, more);
        keytool(options.toArray(String[]::new));
    }

    private void keytool(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, options);
        Collections.addAll(
                command, "-storetype", "PKCS12", "-keystore", keystore().toString());
        Collections.addAll(command, "-storepass", new String(PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private void writePemAndTrust() throws GeneralSecurityException, IOException {
        KeyStore keys = load(keystore());
        Files.writeString(
                certificatePem(), pem("CERTIFICATE", keys.getCertificate(SERVER).getEncoded()));
        Files.writeString(
                keyPem(), pem("PRIVATE KEY", keys.getKey(SERVER, PASSWORD).getEncoded()));
        Files.setPosixFilePermissions(keyPem(), PosixFilePermissions.fromString("rw-------"));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry(SERVER, keys.getCertificate(SERVER));
        try (var out = Files.newOutputStream(truststore())) {
            trust.store(out, PASSWORD);
        }
    }

    private static String pem(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.err.println("left behind: " + path);
        }
    }

    private static final class Holder {
        private static final TlsFixture FIXTURE = create("localhost", "dns:localhost,ip:127.0.0.1", false);
    }
}
