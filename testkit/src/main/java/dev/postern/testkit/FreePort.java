package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for programs that can't be told to take any free one. */
public final class FreePort {
    private FreePort() {}

    /** A loopback port that was free a moment ago: start what shall have it at once. */
    public static int onLoopback() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
