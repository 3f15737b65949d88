package dev.postern.smtp.server;

import dev.postern.smtp.wire.Pkcs12File;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where a private key and its certificate chain lie: a PKCS#12 file (RFC 7292), a PEM file (RFC 7468) that holds both, or a directory with
 * the two in PEM as {@code tls.crt} and {@code tls.key} or as {@code fullchain.pem} and {@code privkey.pem}.
 */
final class CertificateFile {
    private static final List<List<String>> PAIRS =
            List.of(List.of("tls.crt", "tls.key"), List.of("fullchain.pem", "privkey.pem"));
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final int LARGEST = 1 << 20;

    private final Path location;
    private final char[] password;

    /** @param password of the PKCS#12 file, or of the key in PEM where that is encrypted */
    CertificateFile(Path location, char[] password) {
        this.location = location;
        this.password = password.clone();
    }

    /**
     * What was read.
     *
     * @param context takes key and chain for a server
     * @param certificate the server's own, the first of the chain
     */
    record Loaded(SslContextBuilder context, X509Certificate certificate) {}

    /** The files that change when the certificate does. */
    List<Path> files() {
        List<Path> pair = pair();
        return pair == null ? List.of(location) : pair;
    }

    /**
     * Reads key and chain.
     *
     * @throws IOException if they can't be read or used; the message names the file and the reason
     */
    Loaded load() throws IOException {
        if (Files.isDirectory(location)) {
            List<Path> pair = pair();
            if (pair == null) {
                throw new IOException("keystore " + location
                        + " is a directory without tls.crt and tls.key, or fullchain.pem and privkey.pem");
            }
            return pem(pair.get(0), pair.get(1));
        }
        if (!Files.isRegularFile(location) || !Files.isReadable(location) || isDer()) {
            return pkcs12(); // which also explains what can't be read
        }
        if (!new String(read(location), StandardCharsets.US_ASCII).contains("-----BEGIN ")) {
            throw new IOException("keystore " + location + " is neither a PKCS#12 file nor one in PEM");
        }
        return pem(location, location);
    }

    @Override
    public String toString() {
        return location.toString();
    }

    private @Nullable List<Path> pair() {
        return PAIRS.stream()
                .map(names -> names.stream().map(location::resolve).toList())
                .filter(files -> files.stream().allMatch(Files::isRegularFile))
                .findFirst()
                .orElse(null);
    }

    private boolean isDer() throws IOException {
        try (var in = Files.newInputStream(location)) {
            return in.read() == 0x30; // a SEQUENCE, with which PKCS#12 begins
        }
    }

    private Loaded pkcs12() throws IOException {
        KeyStore store = Pkcs12File.read(Pkcs12File.Purpose.KEYSTORE, location, password);
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return new Loaded(SslContextBuilder.forServer(keys), certificate);
                }
            }
            throw new IOException("keystore " + location + " holds no certificate of its private key");
        } catch (GeneralSecurityException e) {
            throw new IOException("keystore " + location + " can't be used: " + e.getMessage(), e);
        }
    }

    private Loaded pem(Path chain, Path key) throws IOException {
        byte[] certificates = read(chain);
        byte[] privateKey = read(key);
        String keyText = new String(privateKey, StandardCharsets.US_ASCII);
        if (keyText.contains("-----BEGIN RSA PRIVATE KEY-----") || keyText.contains("-----BEGIN EC PRIVATE KEY-----")) {
            throw new IOException("keystore " + key + " holds a key in its own format: turn it into PKCS#8 with"
                    + " openssl pkcs8 -topk8 -nocrypt");
        }
        X509Certificate certificate = first(chain, certificates);
        try {
            boolean encrypted = keyText.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----");
            return new Loaded(
                    SslContextBuilder.forServer(
                            new ByteArrayInputStream(certificates),
                            new ByteArrayInputStream(privateKey),
                            encrypted ? new String(password) : null),
                    certificate);
        } catch (IllegalArgumentException e) { // of a key, or a password, that doesn't fit
            throw new IOException(
                    "keystore " + key + " holds no private key in PEM that the password opens and the JDK knows", e);
        }
    }

    private static X509Certificate first(Path chain, byte[] certificates) throws IOException {
        Matcher block = CERTIFICATE.matcher(new String(certificates, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new IOException("keystore " + chain + " holds no certificate in PEM");
        }
        try {
            byte[] pem = block.group().getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new IOException("keystore " + chain + " holds a broken certificate", e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                Arrays.fill(content, (byte) 0);
                throw new IOException("keystore " + file + " is larger than 1 MiB, and so no certificate");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new IOException("keystore " + file + " does not exist", e);
        }
    }
}
