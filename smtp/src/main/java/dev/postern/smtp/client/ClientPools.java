package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.LimitTable;
import io.netty.util.concurrent.Future;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions with many servers: a pool for each that has mail or had some lately. Mails beyond the limits wait, those of a higher priority before others; how many
 * may wait is up to the caller.
 */
public final class ClientPools implements AutoCloseable {
    private final SmtpClient client;
    private final PoolLimits limits;
    private final ConnectionBudget budget;
    private final Reachability reachability;
    private final Paces paces;
    private final Map<MailServer, ClientPool> pools = new ConcurrentHashMap<>();
    private final Future<?> sweep;
    private volatile boolean closed;

    /** @param client stays open when the pools are closed */
    public ClientPools(SmtpClient client, PoolLimits limits) {
        this(client, limits, LimitTable.EMPTY, DailyCount.NONE);
    }

    /**
     * Sessions within limits for providers and servers besides.
     *
     * @param client stays open when the pools are closed
     * @param table of the limits
     * @param days counts the mails of those who are warmed up
     */
    public ClientPools(SmtpClient client, PoolLimits limits, LimitTable table, DailyCount days) {
        this.client = client;
        this.limits = limits;
        this.budget = new ConnectionBudget(limits.total());
        this.reachability = new Reachability(System::nanoTime, client.executor());
        this.paces = new Paces(table, days, limits, System::nanoTime);
        this.sweep = client.eachSecond(this::sweep);
    }

    /**
     * Sends one mail as soon as a connection to this server is free.
     *
     * @param go asked when a connection is ready for the mail, on any thread: false withdraws it. It may be asked again, where the
     *     server had closed that connection, and must not block
     * @return fails with {@link ClientFailure}
     */
    public CompletionStage<Transferred> send(MailServer to, Envelope envelope, Message message, BooleanSupplier go) {
        // a connection that verifies nobody is never handed to a mail that requires it
        MailServer server = envelope.demands().requireTls() ? client.verified(to) : to;
        QueuedMail mail = new QueuedMail(envelope, message, System.nanoTime(), go, new CompletableFuture<>());
        while (true) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        ClientFailure.of("4.3.2", "sending to " + server + " has been stopped"));
            }
            ClientPool pool = pools.computeIfAbsent(server, this::open);
            if (pool.add(mail)) {
                pool.work();
                return mail.result();
            }
            pools.remove(server, pool); // it was forgotten at this moment
        }
    }

    /** Ends idle connections, and fails what waits; mails under way come to their end. */
    @Override
    public void close() {
        closed = true;
        sweep.cancel(false);
        pools.values().forEach(ClientPool::close);
    }

    private ClientPool open(MailServer server) {
        return new ClientPool(
                server.toString(),
                mail -> reachability.connect(
                        server, () -> client.connect(server, mail.envelope().recipients())),
                limits,
                new ClientPool.Shared(budget, paces.of(server), this::reclaim, client::after));
    }

    /** Ends what has been idle for too long or is wanted elsewhere, and forgets pools without connection and mail. */
    private void sweep() {
        pools.values().forEach(ClientPool::sweep);
        pools.values().removeIf(ClientPool::retire);
        if (budget.isShort()) {
            reclaim(null);
        }
    }

    /** Ends an idle connection of some pool, so that another gets it; of one with this pace, where it is not null. */
    private void reclaim(@Nullable Pace pace) {
        for (ClientPool pool : pools.values()) {
            if ((pace == null || pool.pace() == pace) && pool.quitOneIdle()) {
                return;
            }
        }
    }
}
