package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The sessions with one server: used again after a mail, and never more than a limit. Mails beyond it wait in {@link Lanes}. */
final class ClientPool {
    private final String peer;
    private final Function<QueuedMail, CompletionStage<ClientSession>> connector;
    private final PoolLimits limits;
    private final ConnectionBudget budget;
    private final Pace pace;
    private final Shared shared;
    private final int mailsPerConnection;
    private final Deque<Lease> idle = new ArrayDeque<>();
    private final Lanes waiting = new Lanes();
    private int connections;
    private boolean timed;
    private boolean closed;
    private boolean retired;

    /**
     * What it shares with other pools.
     *
     * @param budget the connections of all
     * @param pace of all pools with the same provider
     * @param reclaim asks for an idle connection to be ended: of a pool with this pace, or, for null, of any
     * @param timer runs something so many nanoseconds later
     */
    record Shared(
            ConnectionBudget budget, Pace pace, Consumer<@Nullable Pace> reclaim, BiConsumer<Long, Runnable> timer) {}

    /** @param connector makes a connection for a mail */
    ClientPool(
            String peer,
            Function<QueuedMail, CompletionStage<ClientSession>> connector,
            PoolLimits limits,
            Shared shared) {
        this.peer = peer;
        this.connector = connector;
        this.limits = limits;
        this.shared = shared;
        this.budget = shared.budget();
        this.pace = shared.pace();
        this.mailsPerConnection = Math.min(limits.mailsPerConnection(), pace.mailsPerConnection());
    }

    /** A session and how many mails it has carried. */
    private static final class Lease {
        private final ClientSession session;
        private int mails;
        private long begun;
        private long idleSince;

        Lease(ClientSession session) {
            this.session = session;
        }
    }

    /** How fast mail goes to its server. */
    Pace pace() {
        return pace;
    }

    /** Puts a mail behind those that wait, or fails it where the pool is closed or it would wait for long by a limit; false if the pool has been retired. */
    boolean add(QueuedMail mail) {
        long delay;
        ClientFailure refusal;
        synchronized (this) {
            if (retired) {
                return false;
            }
            delay = pace.mayDelay() ? pace.delay(waiting.before(mail)) : 0;
            if (!closed && delay <= Pace.LONGEST_WAIT.toNanos()) {
                waiting.add(mail);
                return true;
            }
            refusal = closed ? stopped() : pace.heldBack(delay);
        }
        mail.result().completeExceptionally(refusal);
        return true;
    }

    /** Ends idle connections, and fails what waits; mails under way come to their end. */
    void close() {
        List<QueuedMail> unsent;
        synchronized (this) {
            closed = true;
            unsent = waiting.takeAll();
        }
        unsent.forEach(mail -> mail.result().completeExceptionally(stopped()));
        quitIdle(Duration.ZERO);
    }

    /** Takes nothing more if there is neither a connection nor a mail; whether that is so. */
    synchronized boolean retire() {
        retired = retired || (waiting.isEmpty() && connections == 0);
        return retired;
    }

    /** Ends what has been idle for too long, and fails what a limit makes wait for too long. */
    void sweep() {
        quitIdle(limits.idle());
        if (pace.holdsBack()) {
            List<QueuedMail> old;
            synchronized (this) {
                old = waiting.takeOlderThan(System.nanoTime() - Pace.LONGEST_WAIT.toNanos());
            }
            holdBack(old, pace.delay(0));
        }
    }

    private void holdBack(List<QueuedMail> mails, long delay) {
        if (!mails.isEmpty()) {
            ClientFailure limited = pace.heldBack(delay);
            mails.forEach(mail -> mail.result().completeExceptionally(limited));
        }
    }

    /** Ends the sessions that have had no mail for so long. */
    private void quitIdle(Duration longest) {
        List<Lease> unused = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            idle.removeIf(lease -> now - lease.idleSince >= longest.toNanos() && unused.add(lease));
        }
        unused.forEach(lease -> lease.session.quit());
    }

    /** Ends the session that has had no mail for the longest time; false if there is none. */
    boolean quitOneIdle() {
        Lease unused;
        synchronized (this) {
            unused = idle.pollLast();
        }
        if (unused != null) {
            unused.session.quit();
        }
        return unused != null;
    }

    /** Gives mails that wait to sessions that are free or may be opened. */
    void work() {
        while (true) {
            QueuedMail mail = null;
            Lease free;
            long delay;
            boolean affordable = false;
            boolean paced = true;
            synchronized (this) {
                free = usable();
                if (waiting.isEmpty() || (free == null && connections >= limits.perServer())) {
                    if (free != null) {
                        idle.push(free);
                    }
                    return;
                }
                delay = pace.take();
                if (delay == 0) {
                    affordable = free != null || budget.take(this);
                    paced = free != null || (affordable && pace.connections().take(this));
                    if (affordable && paced) {
                        mail = waiting.take();
                        connections += free == null ? 1 : 0;
                    } else {
                        pace.putBack();
                    }
                } else if (free != null) {
                    idle.push(free);
                }
            }
            if (delay > 0) {
                await(delay);
                return;
            } else if (mail == null) {
                if (affordable) {
                    shared.timer().accept(0L, budget::give); // not at once: that pool may find itself here as well
                }
                shared.reclaim().accept(affordable ? pace : null);
                return;
            } else if (free == null) {
                connectAndSend(mail);
            } else if (mail.starts()) {
                sendOver(free, mail, true);
            } else {
                pace.putBack();
                keep(free);
            }
        }
    }

    /** Goes on when the pace allows it, but has no mail wait for long. */
    private void await(long delay) {
        List<QueuedMail> unsent = List.of();
        synchronized (this) {
            if (delay > Pace.LONGEST_WAIT.toNanos()) {
                unsent = waiting.takeAll();
            } else if (timed) {
                return;
            } else {
                timed = true;
            }
        }
        if (delay > Pace.LONGEST_WAIT.toNanos()) {
            holdBack(unsent, delay);
        } else {
            shared.timer().accept(delay, this::goOn);
        }
    }

    private void goOn() {
        synchronized (this) {
            timed = false;
        }
        work();
    }

    private @Nullable Lease usable() {
        Lease lease;
        while ((lease = idle.poll()) != null) {
            if (lease.session.isOpen()) {
                return lease;
            }
        }
        return null;
    }

    private void connectAndSend(QueuedMail mail) {
        long begun = System.nanoTime();
        connector.apply(mail).whenComplete((session, failure) -> {
            if (failure == null) {
                session.closed().thenRun(this::connectionGone);
                Lease lease = new Lease(session);
                if (mail.starts()) {
                    sendOver(lease, mail, false);
                } else {
                    pace.putBack();
                    giveBack(lease);
                }
            } else {
                if (ClientFailure.unwrapped(failure) instanceof ClientFailure known && known.reply() != null) {
                    hear(known.reply(), begun);
                }
                connectionGone();
                mail.result().completeExceptionally(ClientFailure.beforeContent(failure));
            }
        });
    }

    private void sendOver(Lease lease, QueuedMail mail, boolean reused) {
        lease.mails++;
        lease.begun = System.nanoTime();
        lease.session.send(mail.envelope(), mail.message()).whenComplete((replies, failure) -> {
            boolean again = failure != null && reused && !lease.session.answered();
            boolean content = lease.session.contentBegun();
            @Nullable String tls = tls(lease.session);
            if (again) {
                retry(mail); // the server had closed the idle connection: nothing was taken over
            } else {
                hear(lease, replies, failure);
            }
            giveBack(lease); // before the sender hears of it, who may close the pool: then the session says QUIT
            if (failure == null) {
                mail.result()
                        .complete(new Transferred(
                                replies, tls, lease.session.capabilities().offers("DSN"), lease.session.fault()));
            } else if (!again) {
                mail.result()
                        .completeExceptionally(
                                content ? ClientFailure.unwrapped(failure) : ClientFailure.beforeContent(failure));
            }
        });
    }

    private void hear(Lease lease, @Nullable List<RecipientReply> replies, @Nullable Throwable failure) {
        if (replies != null && !replies.isEmpty()) {
            Reply telling = replies.get(0).reply();
            for (RecipientReply each : replies) {
                telling = Throttling.isIn(each.reply(), peer) ? each.reply() : telling;
            }
            hear(telling, lease.begun);
        } else if (failure != null
                && ClientFailure.unwrapped(failure) instanceof ClientFailure known
                && known.reply() != null) {
            hear(known.reply(), lease.begun);
        }
    }

    private void hear(Reply reply, long begun) {
        if (Throttling.isIn(reply, peer)) {
            pace.throttled(begun, reply.toString());
        } else if (!reply.isTransient()) {
            pace.succeeded(begun);
        }
    }

    private void retry(QueuedMail mail) {
        synchronized (this) {
            waiting.putBack(mail);
        }
        pace.putBack();
    }

    private void giveBack(Lease lease) {
        keep(lease);
        work();
        if (budget.isShort() || pace.connections().isShort()) {
            quitOneIdle();
        }
    }

    private void keep(Lease lease) {
        boolean spent;
        synchronized (this) {
            spent = closed
                    || lease.mails >= mailsPerConnection
                    || pace.connections().isOverdrawn()
                    || !lease.session.isOpen();
            if (!spent) {
                lease.idleSince = System.nanoTime();
                idle.push(lease);
            }
        }
        if (spent) {
            lease.session.quit();
        }
    }

    private void connectionGone() {
        synchronized (this) {
            connections--;
        }
        pace.connections().give();
        budget.give();
        work();
    }

    private ClientFailure stopped() {
        return ClientFailure.of("4.3.2", "sending to " + peer + " has been stopped");
    }

    private static @Nullable String tls(ClientSession session) {
        SSLSession tls = session.tls();
        return tls == null ? null : tls.getProtocol() + " " + tls.getCipherSuite();
    }
}
