package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for programs that can't be told to take any free one. */
public final class FreePort {
    private static final int LOWEST = 10_000;
    private static final int EPHEMERAL = 32_768; // Linux's default; others begin above it

    private FreePort() {}

    /** A loopback port that was free a moment ago: start what shall have it at once. */
    public static int onLoopback() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** The first of a row of loopback ports that were free a moment ago, below those that systems give to connections. */
    public static int rowOnLoopback(int length) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, EPHEMERAL - length);
            if (isFree(first, length)) {
                return first;
            }
        }
        throw new IOException("no row of " + length + " free ports on loopback");
    }

    /** What to add to each of these ports so that all were free on loopback a moment ago, below those that systems give to connections. */
    public static int offsetOnLoopback(List<Integer> ports) throws IOException {
        int most = EPHEMERAL - Collections.max(ports);
        for (int attempt = 0; attempt < 100; attempt++) {
            int offset = ThreadLocalRandom.current().nextInt(LOWEST, most);
            if (ports.stream().allMatch(port -> isFree(port + offset, 1))) {
                return offset;
            }
        }
        throw new IOException("no offset by which these ports are free on loopback: " + ports);
    }

    private static boolean isFree(int first, int length) {
        for (int port = first; port < first + length; port++) {
            try {
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
