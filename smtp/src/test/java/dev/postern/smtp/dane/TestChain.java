package dev.postern.smtp.dane;

import dev.postern.mail.dns.TlsaRecord;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Certificates of tests: of {@code root} over {@code middle} are {@code host} (mx.example and other.example), {@code expired}, {@code stranger}, {@code common} (by its common
 * name only), {@code wildcard} (*.example) and {@code domain} (recipient.example); {@code lone} and {@code rogue}, who calls himself middle, are of nobody.
 */
final class TestChain {
    private TestChain() {}

    static X509Certificate certificate(String name) {
        try (InputStream in = TestChain.class.getResourceAsStream("/dane/" + name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Such a chain: {@code host+middle+root}. */
    static List<X509Certificate> chain(String names) {
        return Stream.of(names.split("\\+", -1)).map(TestChain::certificate).toList();
    }

    /** The record of a certificate, such as {@code 3 1 1 host}. */
    static TlsaRecord record(String text) {
        String[] parts = text.split(" ", -1);
        X509Certificate certificate = certificate(parts[3]);
        try {
            byte[] selected = parts[1].equals("1") ? certificate.getPublicKey().getEncoded() : certificate.getEncoded();
            byte[] matched = switch (parts[2]) {
                case "1" -> MessageDigest.getInstance("SHA-256").digest(selected);
                case "2" -> MessageDigest.getInstance("SHA-512").digest(selected);
                default -> selected;
            };
            return new TlsaRecord(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    HexFormat.of().formatHex(matched));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
