package dev.postern.mail.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * The servers that resolve for us, asked one after the other until one answers: by UDP, and by TCP where that is too small (RFC 1035 §4.2).
 * A response that does not belong to the question, or can't be read, counts as none.
 */
final class Servers {
    /** What fits into a packet on all networks, which no fragment of a stranger can complete. */
    private static final int UDP_OCTETS = 1_232;

    private static final int ROUNDS = 2;

    /** Of Docker: it passes on what other servers say. */
    private static final String FORWARDER = "127.0.0.11";

    private final List<Server> servers;
    private final int attempts;
    private volatile boolean closed;

    /** @param trusted whether it is believed that what it has verified is so (RFC 7672 §2.1.1: AD) */
    private record Server(SimpleResolver resolver, boolean trusted) {}

    /**
     * @param deadline of one question
     * @param trusted whether nobody can change what comes from these servers; one on loopback is trusted in any case
     */
    Servers(List<InetSocketAddress> addresses, Duration deadline, boolean trusted) {
        this.servers = addresses.stream()
                .map(address -> new Server(new SimpleResolver(address), trusted || isTrusted(address.getAddress())))
                .toList();
        this.attempts = ROUNDS * servers.size();
        for (Server server : servers) {
            server.resolver.setEDNS(0, UDP_OCTETS, 0, List.of());
            server.resolver.setTimeout(deadline.dividedBy(attempts));
        }
    }

    private static boolean isTrusted(InetAddress address) {
        return address.isLoopbackAddress() && !address.getHostAddress().equals(FORWARDER);
    }

    /** Whether some server is believed that says what it has verified. */
    boolean someTrusted() {
        return servers.stream().anyMatch(Server::trusted);
    }

    /** Sends nothing any more, also no further attempt. */
    void close() {
        closed = true;
    }

    /**
     * Asks.
     *
     * @param until the deadline as {@link System#nanoTime()}
     * @return the first response that says whether there is something; fails with {@link NoAnswerException} only
     */
    CompletableFuture<Message> ask(Name name, int type, long until) {
        return attempt(Record.newRecord(name, type, DClass.IN), 0, until, null);
    }

    private CompletableFuture<Message> attempt(
            Record question, int number, long until, @Nullable NoAnswerException before) {
        if (closed) {
            return CompletableFuture.failedFuture(new NoAnswerException(false, "the resolver is closed"));
        }
        long left = until - System.nanoTime();
        if (number == attempts || left <= 0) {
            return CompletableFuture.failedFuture(before != null ? before : new NoAnswerException(true, "out of time"));
        }
        Server server = servers.get(number % servers.size());
        return send(server.resolver, question)
                .orTimeout(left / (attempts - number), TimeUnit.NANOSECONDS)
                .thenCompose(response -> checked(server, response))
                .handle((response, failure) -> failure == null
                        ? CompletableFuture.completedFuture(response)
                        : attempt(question, number + 1, until, reason(server.resolver, failure)))
                .thenCompose(next -> next);
    }

    private static CompletableFuture<Message> send(SimpleResolver server, Record question) {
        Message query = Message.newQuery(question);
        query.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7: tell us whether it is verified
        try {
            // What follows runs where the response was read: without an executor here, a small machine gets a thread
            // for each query.
            return server.sendAsync(query, Runnable::run).toCompletableFuture();
        } catch (RuntimeException e) { // the library's, of which no caller shall know
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<Message> checked(Server server, Message response) {
        int rcode = response.getRcode();
        boolean says = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
        if (!says || !response.getHeader().getFlag(Flags.QR)) {
            return CompletableFuture.failedFuture(new NoAnswerException(
                    false, (says ? "no response" : Rcode.string(rcode)) + " from " + server.resolver.getAddress()));
        }
        if (!server.trusted) {
            response.getHeader().unsetFlag(Flags.AD);
        }
        return CompletableFuture.completedFuture(response);
    }

    private static NoAnswerException reason(SimpleResolver server, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoAnswerException known) {
            return known;
        }
        boolean timedOut = cause instanceof TimeoutException || cause instanceof SocketTimeoutException;
        return new NoAnswerException(
                timedOut,
                timedOut ? "no answer in time from " + server.getAddress() : cause + " from " + server.getAddress());
    }
}
