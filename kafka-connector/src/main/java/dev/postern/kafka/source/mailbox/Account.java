package dev.postern.kafka.source.mailbox;

import dev.postern.mail.Address;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Finding;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One whose mailbox is read. Used by several threads at the same time. */
public final class Account {
    private static final Logger LOG = LoggerFactory.getLogger(Account.class);

    private final String name;
    private final MailService service;
    private final List<String> folders;
    private final @Nullable Address owner;
    private final Login login;
    private final DiscoveryConfig discovery;
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
            DiscoveryConfig discovery,
            TrustConfig trust) {
        this.name = name;
        this.service = service;
        this.folders = folders;
        this.server = server;
        this.owner = owner;
        this.login = login;
        this.discovery = discovery;
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
        Discovered discovered = discovery.find(owner.domain(), service, trust);
        Finding finding = discovered.finding().orElseThrow(() -> new IOException(discovered + ". Name its host"));
        LOG.info("{}: {}", this, discovered);
        finding.doubt().ifPresent(doubt -> LOG.warn("{}: {}", this, doubt));
        return finding;
    }

    /** A connection to the server, which is not made yet. */
    public GuardedSocket socket(Bounds bounds) throws IOException {
        return new GuardedSocket(server(), trust.sockets(), bounds);
    }

    /** For messages; no secret. */
    @Override
    public String toString() {
        return name.equals(AccountsConfig.ONLY) ? login.user() : name + " (" + login.user() + ")";
    }
}
