package dev.postern.jca.outbound;

import dev.postern.jca.Destination;
import dev.postern.jca.MailSendException;
import dev.postern.jca.ServerAccess;
import dev.postern.jca.config.OnwardLogin;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.MxRouter;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.RelayRouter;
import dev.postern.smtp.delivery.Router;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.maildir.Maildir;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail that came in on while its client waits: to other servers, and to mailboxes on disk. Opens nothing before it is asked for. Safe for use by several threads.
 */
public final class Onward implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Onward.class);
    private static final PoolLimits LIMITS = new PoolLimits(20, 200, 100, Duration.ofMinutes(1));
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    private final OnwardSettings settings;
    private final SuccessNotices notices;
    private final Map<Destination, Deliverer> deliverers = new HashMap<>();
    private @Nullable SmtpClient client;
    private @Nullable DnsjavaResolver dns;
    private boolean closed;

    private Onward(OnwardSettings settings, SuccessNotices notices) {
        this.settings = settings;
        this.notices = notices;
    }

    /**
     * As it is set outside.
     *
     * @param user whose it is, which closes the connection factory for notices; null: nobody does
     * @throws ResourceException naming each setting that is wrong, its value, and what is allowed
     */
    public static Onward asSet(@Nullable ResourceAdapter user) throws ResourceException {
        OnwardSettings settings = OnwardSettings.read();
        return new Onward(settings, SuccessNotices.by(settings.notices(), user));
    }

    /**
     * Hands a mail on, and returns when all of these recipients have it.
     *
     * @param envelope as it came in
     * @param recipients at least one
     * @throws MailSendException if somebody does not get it
     */
    public void deliver(Envelope envelope, Message message, Destination destination, List<Address> recipients)
            throws MailSendException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail is handed on to one recipient at least");
        }
        if (destination instanceof Destination.Maildir maildir) {
            store(envelope, message, maildir, recipients);
            return;
        }
        try {
            Envelope.Builder onward = envelope.toBuilder().recipients(recipients);
            if (destination instanceof Destination.LmtpSocket) { // RFC 8689 is about networks, and this is none
                onward.demands(envelope.demands().withRequireTls(false));
            }
            OutgoingMail mail = new OutgoingMail(onward.build(), WithoutFields.outgoing(message));
            List<Outcome> outcomes = DirectSend.outcomes(deliverer(destination), mail);
            notices.tell(envelope, mail.message(), outcomes, isFinal(destination));
            DirectSend.conclude(mail, outcomes);
        } catch (IOException e) {
            throw notNow(envelope, destination, e, List.of(), recipients);
        }
    }

    private static boolean isFinal(Destination destination) {
        return destination instanceof Destination.Lmtp || destination instanceof Destination.LmtpSocket;
    }

    private void store(Envelope envelope, Message message, Destination.Maildir maildir, List<Address> recipients)
            throws MailSendException {
        List<Address> stored = new ArrayList<>();
        try {
            for (Address recipient : recipients) {
                new Maildir(maildir.directory().base(), maildir.directory().of(recipient))
                        .deliver(envelope, recipient, message);
                stored.add(recipient);
                LOG.info("{} stored for {} in {}", envelope.id(), recipient, maildir);
            }
        } catch (IOException e) {
            throw notNow(envelope, maildir, e, stored, recipients.subList(stored.size(), recipients.size()));
        } finally {
            notices.tellStored(envelope, message, stored);
        }
    }

    private static MailSendException notNow(
            Envelope envelope, Destination destination, IOException cause, List<Address> done, List<Address> open) {
        MailSendException failure = new MailSendException(
                envelope.id() + " is not handed on by " + destination + ": " + cause.getMessage(),
                done,
                open,
                List.of());
        failure.initCause(cause);
        return failure;
    }

    private synchronized Deliverer deliverer(Destination destination) throws IOException {
        if (closed) {
            throw new IOException("the adapter is stopping");
        }
        Deliverer open = deliverers.get(destination);
        if (open == null) {
            if (client == null) {
                client = settings.client();
            }
            open = new Deliverer(router(destination), client, LIMITS);
            deliverers.put(destination, open);
        }
        return open;
    }

    private Router router(Destination destination) throws IOException {
        if (destination instanceof Destination.Relay relay) {
            return router(MailServer.named(relay.host(), relay.port()), relay.access());
        }
        if (destination instanceof Destination.Lmtp lmtp) {
            return router(MailServer.lmtp(lmtp.host(), lmtp.port()), lmtp.access());
        }
        if (destination instanceof Destination.LmtpSocket socket) {
            return new RelayRouter(List.of(MailServer.lmtp(socket.path())));
        }
        if (dns == null) {
            dns = DnsjavaResolver.askingOrOfSystem(settings.dnsServers(), DNS_PATIENCE);
        }
        return new MxRouter(dns, MxSettings.STANDARD, new Random());
    }

    private Router router(MailServer server, ServerAccess access) throws IOException {
        TlsMode tls = access.tls() == null
                ? settings.tls()
                : TlsMode.valueOf(access.tls().name());
        String name = access.login();
        if (name == null) {
            return new RelayRouter(List.of(server.withTls(tls)));
        }
        OnwardLogin login = OnwardLogin.find(name).orElseThrow(() -> new IOException(OnwardLogin.remedy(name)));
        Credentials credentials = new Credentials(login.username(), login.password());
        return new RelayRouter(List.of(server.withTls(tls.verifies() ? tls : TlsMode.REQUIRED)
                .withLogin(ClientLogin.byPassword(credentials, MechanismChoice.AUTOMATIC, false))));
    }

    /** Ends all connections; mail that waits for one is not delivered. */
    @Override
    public synchronized void close() {
        closed = true;
        deliverers.values().forEach(Deliverer::close); // and the client, which all of them have
        if (dns != null) {
            dns.close();
        }
    }
}
