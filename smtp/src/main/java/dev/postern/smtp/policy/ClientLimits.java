package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds clients to a {@link ClientQuota}: connections too many are turned away with 421 4.7.0, mails with 450 4.7.1, recipients with 452
 * 4.7.1. As a check it should stand first, so that it counts what others refuse.
 */
public final class ClientLimits implements Check {
    /** No limits. */
    public static final ClientLimits NONE = new ClientLimits(ClientQuota.NONE, Networks.NONE);

    private static final CompletionStage<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final Reply TOO_MANY_OPEN =
            Reply.of(421, "4.7.0", "Too many connections from your address or network; closing");
    private static final Reply TOO_MANY_NEW =
            Reply.of(421, "4.7.0", "Connections come too fast, try again later; closing");
    private static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors, try again later; closing");
    private static final Verdict TOO_MANY_MESSAGES =
            new Verdict.Refused(Reply.of(450, "4.7.1", "Too many mails, try again later"));
    private static final Verdict TOO_MANY_RECIPIENTS =
            new Verdict.Refused(Reply.of(452, "4.7.1", "Too many recipients, try again later"));

    private final Networks exempt;
    private final OpenCounts openOfAddress;
    private final OpenCounts openOfNetwork;
    private final RateLimit errors;
    private final Meters address;
    private final Meters network;
    private final Meters user;

    private record Meters(RateLimit connections, RateLimit messages, RateLimit recipients) {
        static Meters of(ClientQuota.Rates rates, LongSupplier clock) {
            return new Meters(
                    new RateLimit(rates.connectionsPerMinute(), Duration.ofMinutes(1), clock),
                    new RateLimit(rates.messagesPerHour(), Duration.ofHours(1), clock),
                    new RateLimit(rates.recipientsPerHour(), Duration.ofHours(1), clock));
        }
    }

    /** @param exempt networks that are not counted, unless a user has logged in from there */
    public ClientLimits(ClientQuota quota, Networks exempt) {
        this(quota, exempt, System::nanoTime);
    }

    ClientLimits(ClientQuota quota, Networks exempt, LongSupplier clock) {
        this.exempt = exempt;
        openOfAddress = new OpenCounts(quota.connectionsPerAddress());
        openOfNetwork = new OpenCounts(quota.connectionsPerNetwork());
        errors = new RateLimit(quota.errorsPerHour(), Duration.ofHours(1), clock);
        address = Meters.of(quota.address(), clock);
        network = Meters.of(quota.network(), clock);
        user = Meters.of(quota.user(), clock);
    }

    /**
     * Counts a connection as open, until {@link #left}.
     *
     * @return why it is refused, and then not counted; null if it is not
     */
    public @Nullable Reply admit(InetSocketAddress client) {
        if (exempt.contain(client)) {
            return null;
        }
        InetAddress host = client.getAddress();
        ClientNetwork neighbours = ClientNetwork.of(host);
        if (errors.isUsedUp(host)) {
            return TOO_MANY_ERRORS;
        }
        if (!address.connections().take(host) || !network.connections().take(neighbours)) {
            return TOO_MANY_NEW;
        }
        if (!openOfAddress.add(host)) {
            return TOO_MANY_OPEN;
        }
        if (!openOfNetwork.add(neighbours)) {
            openOfAddress.remove(host);
            return TOO_MANY_OPEN;
        }
        return null;
    }

    /** A connection that was admitted has ended. */
    public void left(InetSocketAddress client) {
        if (!exempt.contain(client)) {
            openOfAddress.remove(client.getAddress());
            openOfNetwork.remove(ClientNetwork.of(client.getAddress()));
        }
    }

    /** Counts a command that was refused for ever. */
    public void failed(InetSocketAddress client) {
        if (!exempt.contain(client)) {
            errors.take(client.getAddress());
        }
    }

    @Override
    public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        String name = client.user();
        boolean within = name != null
                ? user.messages().take(name)
                : exempt.contain(client.address())
                        || (address.messages().take(ClientAddress.of(client))
                                && network.messages().take(ClientNetwork.of(ClientAddress.of(client))));
        return within ? ACCEPTED : CompletableFuture.completedFuture(TOO_MANY_MESSAGES);
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        String name = client.user();
        boolean within = name != null
                ? user.recipients().take(name)
                : exempt.contain(client.address())
                        || (address.recipients().take(ClientAddress.of(client))
                                && network.recipients().take(ClientNetwork.of(ClientAddress.of(client))));
        return within ? ACCEPTED : CompletableFuture.completedFuture(TOO_MANY_RECIPIENTS);
    }
}
