package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.chaos.ClientThreads;
import dev.postern.benchmarks.chaos.Dialogue;
import dev.postern.benchmarks.chaos.RefusedException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that come again with what is put off, as mail servers do, and remember under which id each mail was taken. */
final class PatientTraffic implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int MAILS_PER_CONNECTION = 10;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final long SECONDS_TO_END = 60;
    private static final String ACCEPTED = "250 2.0.0 Accepted as ";
    private static final String MAIL = "Subject: Hello\r\n\r\nAll is as it should be.\r\n.\r\n";

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicLong putOff = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final String recipient;
    private volatile boolean running = true;

    private PatientTraffic(String domain) {
        recipient = "someone@" + domain;
    }

    /** Starts to send. */
    static PatientTraffic start(int port, String domain) {
        PatientTraffic traffic = new PatientTraffic(domain);
        for (int i = 0; i < CLIENTS; i++) {
            traffic.clients.execute(() -> traffic.run(port));
        }
        return traffic;
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
        running = false;
        ClientThreads.end(clients, SECONDS_TO_END);
    }

    private void run(int port) {
        while (running) {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                for (int i = 0; i < MAILS_PER_CONNECTION && running; i++) {
                    send(client);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                client.say("QUIT", "221");
            } catch (RefusedException e) {
                (e.isFinal() ? refused : putOff).incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (IOException e) { // it is counted, and tried again
                broken.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
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
