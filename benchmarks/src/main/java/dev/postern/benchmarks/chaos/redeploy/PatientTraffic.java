package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.chaos.Dialogue;
import dev.postern.benchmarks.chaos.RefusedException;
import dev.postern.benchmarks.chaos.ReturningClients;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that come again with what is put off, as mail servers do, and remember under which id each mail was taken. */
final class PatientTraffic implements AutoCloseable {
    private static final long PAUSE_NANOS = 10_000_000;
    private static final String ACCEPTED = "250 2.0.0 Accepted as ";
    private static final String MAIL = "Subject: Hello\r\n\r\nAll is as it should be.\r\n.\r\n";

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicLong putOff = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final String recipient;
    private final ReturningClients clients;

    private PatientTraffic(int port, String domain) {
        recipient = "someone@" + domain;
        clients = ReturningClients.start(port, PAUSE_NANOS, this::send, this::failed);
    }

    /** Starts to send. */
    static PatientTraffic start(int port, String domain) {
        return new PatientTraffic(port, domain);
    }

    /** The ids of the mails that were taken. */
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** How many were. */
    int count() {
        return accepted.size();
    }

    /** The replies that put a mail or a connection off (4yz). */
    long putOff() {
        return putOff.get();
    }

    /** The replies that refused one for good (5yz). */
    long refused() {
        return refused.get();
    }

    /** The connections that could not be had, or broke off. */
    long broken() {
        return broken.get();
    }

    /** Ends the traffic behind the mails that are open. */
    @Override
    public void close() {
        clients.close();
    }

    private void failed(IOException failure) {
        if (failure instanceof RefusedException refusal) {
            (refusal.isFinal() ? refused : putOff).incrementAndGet();
        } else {
            broken.incrementAndGet();
        }
    }

    private void send(Dialogue client) throws IOException {
        client.say("MAIL FROM:<patient@client.test>", "250");
        client.say("RCPT TO:<" + recipient + ">", "250");
        client.say("DATA", "354");
        client.send(MAIL);
        String reply = client.reply();
        if (!reply.startsWith(ACCEPTED)) {
            throw new RefusedException(reply);
        }
        accepted.add(reply.substring(ACCEPTED.length()));
    }
}
