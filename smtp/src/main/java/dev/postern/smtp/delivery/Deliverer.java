package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.ClientPools;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsResults;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.LimitTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Delivers mail to the servers that a router names, and tells what came of it for each recipient. Recipients whose mail goes the same way share
 * a transaction, unless each has a return path of its own. Safe for use by several threads.
 */
public final class Deliverer implements Carrier {
    private final Router router;
    private final SmtpClient client;
    private final ClientPools pools;
    private final ReturnPaths returnPaths;
    private final OutcomeCounts counts = new OutcomeCounts();

    /**
     * A deliverer to where the router says.
     *
     * @param client closed together with the deliverer
     */
    public Deliverer(Router router, SmtpClient client, PoolLimits limits) {
        this(router, client, limits, LimitTable.EMPTY, DailyCount.NONE);
    }

    /**
     * A deliverer to where the router says, within limits for providers and servers.
     *
     * @param client closed together with the deliverer
     * @param days counts the mails of those who are warmed up
     */
    public Deliverer(Router router, SmtpClient client, PoolLimits limits, LimitTable table, DailyCount days) {
        this(router, client, limits, table, days, ReturnPaths.AS_GIVEN);
    }

    /**
     * A deliverer to where the router says, within limits, of mail that has other return paths on the wire than in its envelope.
     *
     * @param client closed together with the deliverer
     * @param days counts the mails of those who are warmed up
     * @param returnPaths asked at each attempt, for each transaction; the router still sees the reverse-path of the envelope
     */
    public Deliverer(
            Router router,
            SmtpClient client,
            PoolLimits limits,
            LimitTable table,
            DailyCount days,
            ReturnPaths returnPaths) {
        this.router = router;
        this.returnPaths = returnPaths;
        this.client = client;
        this.pools = new ClientPools(client, limits, table, days);
    }

    /**
     * A deliverer of all mail to one relay.
     *
     * @param relay made for one server; closed together with the deliverer
     * @param maxConnections connections to the relay at the same time
     * @param mailsPerConnection mails after which a connection is closed
     * @throws IllegalArgumentException if the client is not made for one server
     */
    public Deliverer(SmtpClient relay, int maxConnections, int mailsPerConnection) {
        this(
                new RelayRouter(List.of(serverOf(relay))),
                relay,
                new PoolLimits(maxConnections, maxConnections, mailsPerConnection, PoolLimits.RELAY_IDLE));
    }

    @Override
    public CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message) {
        return deliver(envelope, message, () -> true);
    }

    /**
     * Attempts to deliver one mail that may be withdrawn while it waits for a connection.
     *
     * @param go asked when a connection is ready for the mail or a part of its recipients, on any thread: false withdraws it, and these
     *     outcomes are deferred. It may be asked again for the same ones, where the server had closed that connection, and must not block
     * @return as {@link #deliver(Envelope, Message)}
     */
    public CompletionStage<List<Outcome>> deliver(Envelope envelope, Message message, BooleanSupplier go) {
        Map<Domain, CompletableFuture<Routing>> byDomain = new HashMap<>();
        List<CompletableFuture<Routing>> routes = envelope.recipients().stream()
                .map(recipient -> byDomain.computeIfAbsent(
                        recipient.domain(),
                        domain -> router.route(envelope.reversePath(), domain).toCompletableFuture()))
                .toList();
        return CompletableFuture.allOf(routes.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            Shares shares = new Shares(envelope, returnPaths);
            for (int i = 0; i < routes.size(); i++) {
                shares.add(envelope.recipients().get(i), routes.get(i).join());
            }
            return shares.deliver(new Transaction(pools, message, go)).thenApply(counts::counted);
        });
    }

    @Override
    public OutcomeCounts counts() {
        return counts;
    }

    /** How connections fared with TLS so far. */
    public TlsResults tlsResults() {
        return client.tlsResults();
    }

    @Override
    public void close() {
        pools.close();
        client.close();
    }

    private static MailServer serverOf(SmtpClient relay) {
        MailServer server = relay.server();
        if (server == null) {
            throw new IllegalArgumentException("the client is not made for one relay");
        }
        return server;
    }
}
