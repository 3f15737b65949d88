package dev.postern.smtp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The sessions with one server: used again after a mail, and never more than a limit. Mails beyond it wait in {@link Lanes}. */
final class ClientPool {
    private final String peer;
    private final Supplier<CompletionStage<ClientSession>> connector;
    private final PoolLimits limits;
    private final ConnectionBudget budget;
    private final Runnable reclaim;
    private final Deque<Lease> idle = new ArrayDeque<>();
    private final Lanes waiting = new Lanes();
    private int connections;
    private boolean closed;
    private boolean retired;

    /**
     * @param budget shared with other pools
     * @param reclaim asks for an idle connection of another pool to be ended
     */
    ClientPool(
            String peer,
            Supplier<CompletionStage<ClientSession>> connector,
            PoolLimits limits,
            ConnectionBudget budget,
            Runnable reclaim) {
        this.peer = peer;
        this.connector = connector;
        this.limits = limits;
        this.budget = budget;
        this.reclaim = reclaim;
    }

    /** A session and how many mails it has carried. */
    private static final class Lease {
        private final ClientSession session;
        private int mails;
        private long idleSince;

        Lease(ClientSession session) {
            this.session = session;
        }
    }

    /** Puts a mail behind those that wait, or fails it where the pool is closed; false if the pool has been retired. */
    boolean add(QueuedMail mail) {
        synchronized (this) {
            if (retired) {
                return false;
            }
            if (!closed) {
                waiting.add(mail);
                return true;
            }
        }
        mail.result().completeExceptionally(stopped());
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

    /** Ends the sessions that have had no mail for so long. */
    void quitIdle(Duration longest) {
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
            QueuedMail mail;
            Lease free;
            synchronized (this) {
                free = usable();
                if (waiting.isEmpty() || (free == null && connections >= limits.perServer())) {
                    if (free != null) {
                        idle.push(free);
                    }
                    return;
                }
                boolean affordable = free != null || budget.take(this);
                mail = affordable ? waiting.take() : null;
                connections += affordable && free == null ? 1 : 0;
            }
            if (mail == null) {
                reclaim.run();
                return;
            } else if (free == null) {
                connectAndSend(mail);
            } else if (mail.starts()) {
                sendOver(free, mail, true);
            } else {
                keep(free);
            }
        }
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
        connector.get().whenComplete((session, failure) -> {
            if (failure == null) {
                session.closed().thenRun(this::connectionGone);
                Lease lease = new Lease(session);
                if (mail.starts()) {
                    sendOver(lease, mail, false);
                } else {
                    giveBack(lease);
                }
            } else {
                connectionGone();
                mail.result().completeExceptionally(ClientFailure.beforeContent(failure));
            }
        });
    }

    private void sendOver(Lease lease, QueuedMail mail, boolean reused) {
        lease.mails++;
        lease.session.send(mail.envelope(), mail.message()).whenComplete((replies, failure) -> {
            boolean again = failure != null && reused && !lease.session.answered();
            boolean content = lease.session.contentBegun();
            @Nullable String tls = tls(lease.session);
            if (again) {
                retry(mail); // the server had closed the idle connection: nothing was taken over
            }
            giveBack(lease); // before the sender hears of it, who may close the pool: then the session says QUIT
            if (failure == null) {
                mail.result()
                        .complete(new Transferred(
                                replies, tls, lease.session.capabilities().offers("DSN")));
            } else if (!again) {
                mail.result()
                        .completeExceptionally(
                                content ? ClientFailure.unwrapped(failure) : ClientFailure.beforeContent(failure));
            }
        });
    }

    private void retry(QueuedMail mail) {
        synchronized (this) {
            waiting.putBack(mail);
        }
    }

    private void giveBack(Lease lease) {
        keep(lease);
        work();
        if (budget.isShort()) {
            quitOneIdle();
        }
    }

    private void keep(Lease lease) {
        boolean spent;
        synchronized (this) {
            spent = closed || lease.mails >= limits.mailsPerConnection() || !lease.session.isOpen();
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
