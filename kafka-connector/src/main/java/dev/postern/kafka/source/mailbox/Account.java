package dev.postern.kafka.source.mailbox;

import dev.postern.mail.Address;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.discovery.Finding;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.ProviderTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One whose mailbox is read. Used by several threads at the same time. */
public final class Account {
    private static final Logger LOG = LoggerFactory.getLogger(Account.class);
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final MailService service;
    private final List<String> folders;
    private final @Nullable Address owner;
    private final Login login;
    private final TrustConfig trust;
    private @Nullable MailboxServer server;

    /**
     * @param folders patterns of those that are read
     * @param server null where it is to be found
     * @param owner whose server it is, where it is to be found
     */
    Account(
            String name,
            MailService service,
            List<String> folders,
            @Nullable MailboxServer server,
            @Nullable Address owner,
            Login login,
            TrustConfig trust) {
        this.name = name;
        this.service = service;
        this.folders = folders;
        this.server = server;
        this.owner = owner;
        this.login = login;
        this.trust = trust;
    }

    public String name() {
        return name;
    }

    public List<String> folders() {
        return folders;
    }

    public Login login() {
        return login;
    }

    /**
     * Where the mailbox is; may take half a minute, where that is to be found.
     *
     * @throws IOException if it is not found; the message tells all that was tried
     */
    public synchronized MailboxServer server() throws IOException {
        if (server == null) {
            server = MailboxServer.at(find().endpoint());
        }
        return server;
    }

    private Finding find() throws IOException {
        if (owner == null) {
            throw new IllegalStateException("an account without a server, and without a name to find it by");
        }
        try (DnsjavaResolver dns = DnsjavaResolver.ofSystem(DNS_PATIENCE);
                TlsProbe probe = trust.probe()) {
            Discovered discovered = new Discovery(
                            dns, ProviderTable.shipped(), probe, DiscoverySettings.STANDARD, new Random())
                    .find(owner.domain(), service)
                    .toCompletableFuture()
                    .get();
            Finding finding = discovered.finding().orElseThrow(() -> new IOException(discovered + ". Name its host"));
            LOG.info("{}: {}", this, discovered);
            finding.doubt().ifPresent(doubt -> LOG.warn("{}: {}", this, doubt));
            return finding;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for the server of " + owner, e);
        } catch (ExecutionException e) {
            throw new IOException("looking for the server of " + owner + " failed: " + e.getCause(), e);
        }
    }

    /** What a connection to the server is made by, which serves once. */
    public GuardedSockets sockets(Bounds bounds) throws IOException {
        return new GuardedSockets(server(), trust.sockets(), bounds);
    }

    /** For messages; no secret. */
    @Override
    public String toString() {
        return name.equals(AccountsConfig.ONLY) ? login.user() : name + " (" + login.user() + ")";
    }
}
