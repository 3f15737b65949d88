package dev.postern.smtp.client;

import dev.postern.smtp.dane.DaneIdentity;
import dev.postern.smtp.dane.DaneTrustManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom connections trust, by what each server has to prove. */
final class TlsContexts {
    private final SslContext anyone;
    private final SslContext verifying;
    private final X509ExtendedTrustManager authorities;

    /**
     * @param trust who vouches for certificates, or null: whom the JVM trusts
     * @throws IOException if TLS can't be set up
     */
    TlsContexts(@Nullable KeyStore trust) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trust);
            this.authorities = Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IOException("TLS can't be set up: this Java trusts nobody"));
            this.anyone = builder()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE) // RFC 7435: encryption without proof
                    .build();
            this.verifying = builder().trustManager(factory).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS can't be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Whom a new connection trusts.
     *
     * @param finding takes what is wrong with a certificate that is only looked at
     */
    SslContext of(MailServer server, TlsMode mode, PeerFinding finding) {
        Assurance assurance = server.assurance();
        if (mode == TlsMode.NONE || assurance == null) {
            return mode.verifies() ? verifying : anyone;
        }
        DaneIdentity identity = assurance.identity();
        return switch (assurance.policy()) {
            case DANE ->
                identity == null
                        ? mode.verifies() ? verifying : anyone
                        : trusting(new DaneTrustManager(identity, Clock.systemUTC()));
            case MTA_STS -> trusting(new HostTrustManager(authorities, server.name(), null));
            case MTA_STS_TESTING ->
                mode.verifies() ? verifying : trusting(new HostTrustManager(authorities, server.name(), finding));
        };
    }

    /** A context of its own, so that no session is resumed which another identity began. */
    private static SslContext trusting(TrustManager manager) {
        try {
            return builder().trustManager(manager).build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS was set up before", e);
        }
    }

    private static SslContextBuilder builder() {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm("") // Handshake sets it where the mode asks for it
                .protocols("TLSv1.3", "TLSv1.2");
    }
}
