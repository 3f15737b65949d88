package dev.postern.smtp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Sends one octet at a time, slowly, until the connection is closed from either side. */
final class Dribble {
    private static final long MILLIS_BETWEEN_OCTETS = 50;

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final OutputStream out;
    private final byte[] octets;
    private int next;

    private Dribble(OutputStream out, byte[] octets) {
        this.out = out;
        this.octets = octets;
    }

    /** Sends these octets, and the last of them again and again. */
    static void into(Socket socket, byte... octets) throws IOException {
        Dribble dribble = new Dribble(socket.getOutputStream(), octets);
        dribble.clock.scheduleWithFixedDelay(dribble::send, 0, MILLIS_BETWEEN_OCTETS, TimeUnit.MILLISECONDS);
    }

    private void send() {
        try {
            out.write(octets[Math.min(next++, octets.length - 1)]);
        } catch (IOException closed) {
            clock.shutdown();
        }
    }
}
