package dev.postern.smtp.dane;

import dev.postern.mail.dns.TlsaRecord;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What a TLSA record says that is usable in SMTP: part of a certificate, or a digest of it (RFC 6698 §2.1). */
final class Association {
    static final int AUTHORITY = 2; // DANE-TA
    static final int SERVER = 3; // DANE-EE
    private static final int CERTIFICATE = 0;
    private static final int KEY = 1;
    private static final int FULL = 0;
    private static final List<String> DIGESTS = List.of("SHA-256", "SHA-512"); // by matching type, from 1
    private static final List<Integer> DIGEST_OCTETS = List.of(32, 64);
    private static final List<String> KEYS = List.of("RSA", "EC", "EdDSA");

    private final TlsaRecord record;

    private Association(TlsaRecord record) {
        this.record = record;
    }

    /** What the record says, unless it says nothing that can be used: then it is as if it were not there (RFC 7672 §3.1.3, RFC 6698 §4.1). */
    static Optional<Association> of(TlsaRecord record) {
        boolean known = (record.usage() == AUTHORITY || record.usage() == SERVER)
                && (record.selector() == CERTIFICATE || record.selector() == KEY);
        int octets = record.association().length() / 2;
        Association association = new Association(record);
        boolean usable = switch (record.matchingType()) {
            case FULL ->
                record.selector() == KEY
                        ? association.key().isPresent()
                        : association.certificate().isPresent();
            case 1, 2 -> octets == DIGEST_OCTETS.get(record.matchingType() - 1);
            default -> false;
        };
        return known && usable ? Optional.of(association) : Optional.empty();
    }

    boolean isOfAuthority() {
        return record.usage() == AUTHORITY;
    }

    /** Whether both say how to recognize the same thing, if by different digests. */
    boolean isLike(Association other) {
        return record.usage() == other.record.usage() && record.selector() == other.record.selector();
    }

    /** How strong its digest is; 0 where it is none. */
    int digest() {
        return record.matchingType();
    }

    /** Whether it says this of the certificate. */
    boolean matches(X509Certificate certificate) {
        try {
            byte[] selected = record.selector() == CERTIFICATE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return MessageDigest.isEqual(matched(selected), octets());
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
    }

    /** The certificate itself, where it is in the record. */
    Optional<X509Certificate> certificate() {
        if (record.selector() != CERTIFICATE || record.matchingType() != FULL) {
            return Optional.empty();
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate read = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(octets()));
            return Optional.of(read);
        } catch (CertificateException malformed) {
            return Optional.empty();
        }
    }

    /** The key itself, where it is in the record. */
    Optional<PublicKey> key() {
        if (record.selector() != KEY || record.matchingType() != FULL) {
            return Optional.empty();
        }
        X509EncodedKeySpec spec = new X509EncodedKeySpec(octets());
        return KEYS.stream()
                .map(algorithm -> key(algorithm, spec))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<PublicKey> key(String algorithm, X509EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
        } catch (GeneralSecurityException other) { // a key of another algorithm, or none
            return Optional.empty();
        }
    }

    private byte[] octets() {
        return HexFormat.of().parseHex(record.association());
    }

    private byte[] matched(byte[] selected) {
        if (record.matchingType() == FULL) {
            return selected;
        }
        try {
            return MessageDigest.getInstance(DIGESTS.get(record.matchingType() - 1))
                    .digest(selected);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-2", e);
        }
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
