package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Clients that take each connection into TLS by STARTTLS, with a full handshake; else as smtp-source, which has no TLS. */
public final class TlsClients implements Clients {
    private static final String LINE = "X".repeat(76) + "\r\n";

    private final SSLContext trust;

    /** @param trust trusts the certificates of the servers */
    public TlsClients(SSLContext trust) {
        this.trust = trust;
        trust.getClientSessionContext().setSessionCacheSize(SESSIONS); // none is used again
    }

    @Override
    public long send(Scenario scenario, int messages, int port) {
        byte[] content = content(scenario.bodyOctets());
        AtomicInteger open = new AtomicInteger(messages);
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        long start = System.nanoTime();
        try {
            List<Future<?>> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(threads.submit(() -> {
                    send(scenario, content, open, port);
                    return null;
                }));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
            return System.nanoTime() - start;
        } catch (ExecutionException e) {
            throw new BenchException("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public String description() {
        return "own clients, STARTTLS and a full handshake on each connection";
    }

    private void send(Scenario scenario, byte[] content, AtomicInteger open, int port) throws IOException {
        while (open.getAndDecrement() > 0) {
            try (TlsSession session = TlsSession.open(trust, port)) {
                session.send(content);
                while (scenario.keepsConnections() && open.getAndDecrement() > 0) {
                    session.send(content);
                }
                session.quit();
            }
        }
    }

    /** Header, body of so many octets, and the dot behind it. */
    private static byte[] content(int bodyOctets) {
        StringBuilder text = new StringBuilder(bodyOctets + 300);
        text.append("From: <sender@" + OWN_DOMAIN + ">\r\nTo: <recipient@" + DOMAIN + ">\r\n");
        text.append("Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-Id: <load@" + OWN_DOMAIN + ">\r\n\r\n");
        int rest = bodyOctets;
        for (; rest >= LINE.length(); rest -= LINE.length()) {
            text.append(LINE);
        }
        if (rest > 0) {
            text.append(LINE, LINE.length() - Math.max(2, rest), LINE.length());
        }
        return text.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
