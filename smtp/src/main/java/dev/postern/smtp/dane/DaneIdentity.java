package dev.postern.smtp.dane;

import dev.postern.mail.dns.TlsaRecord;
import dev.postern.smtp.tlsrpt.ResultType;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server shows that it is the one that DNS means, by the TLSA records under its name (RFC 7672).
 *
 * <p>Two are equal where the same connection serves for both.
 */
public final class DaneIdentity {
    private final String base;
    private final Set<TlsaRecord> records;
    private final Set<String> names;
    private final List<Association> associations;

    private DaneIdentity(String base, Set<TlsaRecord> records, Set<String> names, List<Association> associations) {
        this.base = base;
        this.records = records;
        this.names = names;
        this.associations = associations;
    }

    /**
     * The identity that these records give.
     *
     * @param base the name under which they stand, behind port and protocol; TLS asks for it (RFC 7672 §8.1)
     * @param names of which one must be in a certificate that an authority has issued, beside the base (RFC 7672 §3.2.2)
     * @return empty where no record is usable: then the connection has to be encrypted, and nobody proves anything (RFC 7672 §2.2)
     */
    public static Optional<DaneIdentity> of(String base, Set<String> names, List<TlsaRecord> records) {
        List<Association> usable =
                records.stream().map(Association::of).flatMap(Optional::stream).toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        // RFC 7671 §9: a weaker digest counts only where there is no stronger one of the same thing
        List<Association> strongest = usable.stream()
                .filter(each -> each.digest() == 0
                        || usable.stream().noneMatch(other -> other.isLike(each) && other.digest() > each.digest()))
                .toList();
        boolean byAuthority = strongest.stream().anyMatch(Association::isOfAuthority);
        Set<String> wanted = byAuthority
                ? Stream.concat(Stream.of(base), names.stream()).collect(Collectors.toUnmodifiableSet())
                : Set.of();
        return Optional.of(new DaneIdentity(base, Set.copyOf(records), wanted, strongest));
    }

    /** The name that TLS asks for. */
    public String base() {
        return base;
    }

    /** The records, as they stand in zones. */
    public List<String> records() {
        return records.stream().map(TlsaRecord::toString).sorted().toList();
    }

    /**
     * Finds that a server is the one that is meant.
     *
     * @param chain what it showed, its own certificate first, at least that one
     * @param now by which certificates that an authority has issued must be valid
     * @throws UntrustedCertificateException if it is not
     */
    public void verify(List<X509Certificate> chain, Instant now) throws UntrustedCertificateException {
        X509Certificate own = chain.get(0);
        // RFC 7672 §3.1.1: neither the names in it nor its dates count
        boolean isKnown = associations.stream().anyMatch(each -> !each.isOfAuthority() && each.matches(own));
        if (!isKnown) {
            verifyIssuer(own, chain, now);
        }
    }

    private void verifyIssuer(X509Certificate own, List<X509Certificate> chain, Instant now)
            throws UntrustedCertificateException {
        Set<TrustAnchor> anchors = associations.stream()
                .filter(Association::isOfAuthority)
                .flatMap(each -> anchors(each, chain))
                .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            throw new UntrustedCertificateException(
                    ResultType.TLSA_INVALID, "no TLSA record of " + base + " is that of its certificate");
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(own);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (CertPathBuilderException e) {
            throw new UntrustedCertificateException(
                    isExpired(chain, now) ? ResultType.CERTIFICATE_EXPIRED : ResultType.CERTIFICATE_NOT_TRUSTED,
                    "the authority that the TLSA records of " + base + " name does not vouch for its certificate: "
                            + e.getMessage());
        } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java builds paths of certificates", e);
        }
        CertificateNames certified = CertificateNames.of(own);
        if (names.stream().noneMatch(certified::nameAnyhow)) {
            throw new UntrustedCertificateException(
                    ResultType.CERTIFICATE_HOST_MISMATCH,
                    "the certificate of " + base + " is for " + certified + " and for none of " + names);
        }
    }

    /** Who is trusted by this record: a certificate behind the server's own, or what the record itself holds (RFC 7672 §3.1.2). */
    private static Stream<TrustAnchor> anchors(Association association, List<X509Certificate> chain) {
        List<TrustAnchor> anchors = new ArrayList<>();
        chain.stream()
                .skip(1)
                .filter(association::matches)
                .forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        association.certificate().ifPresent(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        Optional<PublicKey> key = association.key();
        if (key.isPresent()) {
            chain.forEach(issued -> anchors.add(new TrustAnchor(issued.getIssuerX500Principal(), key.get(), null)));
        }
        return anchors.stream();
    }

    /** Whether that is why: the JDK only says that there is no path. */
    private static boolean isExpired(List<X509Certificate> chain, Instant now) {
        return chain.stream()
                .anyMatch(certificate -> now.isAfter(certificate.getNotAfter().toInstant()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DaneIdentity identity
                && base.equals(identity.base)
                && records.equals(identity.records)
                && names.equals(identity.names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, records, names);
    }

    /** For logs. */
    @Override
    public String toString() {
        return "DANE for " + base + " by " + associations;
    }
}
