package dev.postern.smtp.discovery;

import dev.postern.smtp.client.ClientSession;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.wire.Pkcs12File;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Tries servers over the network: greets them, begins TLS, verifies the certificate, and takes leave. */
public final class TlsProbe implements Probe, AutoCloseable {
    private final SmtpClient implicit;
    private final SmtpClient startTls;
    private final MailboxProbe mailboxes;

    private TlsProbe(SmtpClient implicit, SmtpClient startTls, MailboxProbe mailboxes) {
        this.implicit = implicit;
        this.startTls = startTls;
        this.mailboxes = mailboxes;
    }

    /** Starts the description of a probe. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<Void> attempt(MailEndpoint endpoint, InetAddress address) {
        if (endpoint.service() != MailService.SUBMISSION) {
            return mailboxes.attempt(endpoint, address);
        }
        SmtpClient client = endpoint.protection() == Protection.IMPLICIT ? implicit : startTls;
        return client.connect(new MailServer(endpoint.host(), new InetSocketAddress(address, endpoint.port())))
                .thenAccept(ClientSession::quit);
    }

    /** Gives up what is open. */
    @Override
    public void close() {
        implicit.close();
        startTls.close();
        mailboxes.close();
    }

    /** Describes a probe; {@link #build()} makes it. */
    public static final class Builder {
        private String hello = "";
        private Duration patience = Duration.ofSeconds(8);
        private @Nullable Path trust;
        private char[] trustPassword = {};

        private Builder() {}

        /** Our own name at EHLO; by default the name of this machine. */
        public Builder hello(String value) {
            this.hello = value;
            return this;
        }

        /** How long each step may take; by default 8 seconds. */
        public Builder patience(Duration value) {
            this.patience = value;
            return this;
        }

        /** Trusts the certificates of this PKCS#12 file instead of those that the JVM trusts. */
        public Builder trust(Path file, char[] password) {
            this.trust = file;
            this.trustPassword = password.clone();
            return this;
        }

        /**
         * Makes the probe; it does not connect yet.
         *
         * @throws IOException if our own name can't be found, or the file of certificates not be read
         */
        public TlsProbe build() throws IOException {
            SslContext tls = tls();
            SmtpClient implicit = client(TlsMode.IMPLICIT);
            return new TlsProbe(implicit, client(TlsMode.REQUIRED), new MailboxProbe(tls, patience));
        }

        private SmtpClient client(TlsMode mode) throws IOException {
            SmtpClient.Builder client =
                    SmtpClient.builder().hello(hello).tls(mode).timeouts(patience, patience, patience, patience);
            if (trust != null) {
                client.trust(trust, trustPassword);
            }
            return client.build();
        }

        private SslContext tls() throws IOException {
            SslContextBuilder context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .endpointIdentificationAlgorithm(
                            "HTTPS") // names of the certificate, as RFC 8314 §3 asks for by RFC 7817
                    .protocols("TLSv1.3", "TLSv1.2");
            try {
                if (trust != null) {
                    KeyStore store = Pkcs12File.read(Pkcs12File.Purpose.TRUSTSTORE, trust, trustPassword);
                    TrustManagerFactory factory =
                            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                    factory.init(store);
                    context.trustManager(factory);
                }
                return context.build();
            } catch (GeneralSecurityException e) {
                throw new IOException("TLS can't be set up: " + e.getMessage(), e);
            }
        }
    }
}
