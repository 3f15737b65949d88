package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The sessions with one server: used again after a mail, and never more than a limit. Mails beyond it wait in their order; how many
 * may wait is up to the caller.
 */
public final class ClientPool implements AutoCloseable {
    private final SmtpClient client;
    private final int maxConnections;
    private final int maxMails;
    private final Deque<Lease> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int connections;
    private boolean closed;

    /**
     * @param maxConnections connections at the same time, at least 1
     * @param maxMails mails over one connection before it is closed, at least 1
     */
    public ClientPool(SmtpClient client, int maxConnections, int maxMails) {
        if (maxConnections < 1 || maxMails < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 connection and 1 mail a connection");
        }
        this.client = client;
        this.maxConnections = maxConnections;
        this.maxMails = maxMails;
    }

    /** A session and how many mails it has carried. */
    private static final class Lease {
        private final ClientSession session;
        private int mails;

        Lease(ClientSession session) {
            this.session = session;
        }
    }

    private record Waiting(
            Envelope envelope, Message message, BooleanSupplier go, CompletableFuture<Transferred> result) {
        /** Whether the mail is still wanted; if not, its sender hears so. */
        boolean starts() {
            boolean wanted = go.getAsBoolean();
            if (!wanted) {
                result.completeExceptionally(ClientFailure.of("4.3.2", "withdrawn before it was sent"));
            }
            return wanted;
        }
    }

    /**
     * What a server said, and over which connection.
     *
     * @param tls protocol and cipher, or null in plaintext
     */
    public record Transferred(
            List<RecipientReply> replies, @Nullable String tls) {}

    /**
     * Sends one mail as soon as a connection is free.
     *
     * @param go asked when a connection is ready for the mail, on any thread: false withdraws it. It may be asked again, where the
     *     server had closed that connection, and must not block
     * @return fails with {@link ClientFailure}
     */
    public CompletionStage<Transferred> send(Envelope envelope, Message message, BooleanSupplier go) {
        Waiting mail = new Waiting(envelope, message, go, new CompletableFuture<>());
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        ClientFailure.of("4.3.2", "sending to " + client.peer() + " has been stopped"));
            }
            waiting.add(mail);
        }
        work();
        return mail.result;
    }

    /** Ends idle connections, and fails what waits; mails under way come to their end. */
    @Override
    public void close() {
        List<Waiting> unsent;
        List<Lease> unused;
        synchronized (this) {
            closed = true;
            unsent = List.copyOf(waiting);
            waiting.clear();
            unused = List.copyOf(idle);
            idle.clear();
        }
        unsent.forEach(mail -> mail.result.completeExceptionally(
                ClientFailure.of("4.3.2", "sending to " + client.peer() + " has been stopped")));
        unused.forEach(lease -> lease.session.quit());
    }

    /** Gives mails that wait to sessions that are free or may be opened. */
    private void work() {
        while (true) {
            Waiting mail;
            Lease free;
            synchronized (this) {
                free = usable();
                if (waiting.isEmpty() || (free == null && connections >= maxConnections)) {
                    if (free != null) {
                        idle.push(free);
                    }
                    return;
                }
                mail = waiting.remove();
                connections += free == null ? 1 : 0;
            }
            if (free == null) {
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

    private void connectAndSend(Waiting mail) {
        client.connect().whenComplete((session, failure) -> {
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
                mail.result.completeExceptionally(ClientFailure.unwrapped(failure));
            }
        });
    }

    private void sendOver(Lease lease, Waiting mail, boolean reused) {
        lease.mails++;
        lease.session.send(mail.envelope, mail.message).whenComplete((replies, failure) -> {
            boolean again = failure != null && reused && !lease.session.answered();
            @Nullable String tls = tls(lease.session);
            if (again) {
                retry(mail); // the server had closed the idle connection: nothing was taken over
            }
            giveBack(lease); // before the sender hears of it, who may close the pool: then the session says QUIT
            if (failure == null) {
                mail.result.complete(new Transferred(replies, tls));
            } else if (!again) {
                mail.result.completeExceptionally(ClientFailure.unwrapped(failure));
            }
        });
    }

    private void retry(Waiting mail) {
        synchronized (this) {
            waiting.addFirst(mail);
        }
    }

    private void giveBack(Lease lease) {
        keep(lease);
        work();
    }

    private void keep(Lease lease) {
        boolean spent;
        synchronized (this) {
            spent = closed || lease.mails >= maxMails || !lease.session.isOpen();
            if (!spent) {
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
        work();
    }

    private static @Nullable String tls(ClientSession session) {
        SSLSession tls = session.tls();
        return tls == null ? null : tls.getProtocol() + " " + tls.getCipherSuite();
    }
}
