package dev.postern.smtp.server;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.Mapping;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of one server as they were read, found by the name that a client asks for (SNI, RFC 6066 §3). */
final class Certificates implements Mapping<String, SslContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6: GeneralName

    private final SslContext first;
    private final Map<String, SslContext> byName;

    private Certificates(SslContext first, Map<String, SslContext> byName) {
        this.first = first;
        this.byName = Map.copyOf(byName);
    }

    /**
     * Reads them.
     *
     * @param files at least one; the first is for clients that ask for no name, or for one that is unknown
     * @param clients whether clients show a certificate too
     * @param trust whose certificates of clients are accepted, or null for those that the JVM trusts
     * @throws IOException if one can't be read or used; the message names the file and the reason
     */
    static Certificates load(List<CertificateFile> files, ClientAuth clients, @Nullable TrustManagerFactory trust)
            throws IOException {
        Map<String, SslContext> byName = new HashMap<>();
        SslContext first = null;
        for (CertificateFile file : files) {
            CertificateFile.Loaded loaded = file.load();
            warnOfExpiry(file, loaded.certificate());
            SslContext context = context(file, loaded.context(), clients, trust);
            names(loaded.certificate()).forEach(name -> byName.putIfAbsent(name, context));
            first = first == null ? context : first;
        }
        if (first == null) {
            throw new IllegalArgumentException("no certificate");
        }
        return new Certificates(first, byName);
    }

    @Override
    public SslContext map(@Nullable String name) {
        if (name == null) {
            return first;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        SslContext exact = byName.get(lower);
        if (exact != null) {
            return exact;
        }
        int dot = lower.indexOf('.');
        return dot < 0 ? first : byName.getOrDefault("*" + lower.substring(dot), first); // RFC 6125 §6.4.3
    }

    private static SslContext context(
            CertificateFile file, SslContextBuilder builder, ClientAuth clients, @Nullable TrustManagerFactory trust)
            throws IOException {
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2") // RFC 8996: none before
                    .clientAuth(clients)
                    .trustManager(trust)
                    .build();
        } catch (IOException e) {
            throw new IOException("keystore " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    private static List<String> names(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new IOException("the names of a certificate can't be read: " + e.getMessage(), e);
        }
    }

    private static void warnOfExpiry(CertificateFile file, X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(SOON))) {
            LOG.warn("The certificate in {} is valid until {} only: renew it", file, end);
        }
    }
}
