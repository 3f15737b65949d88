package dev.postern.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP as it is by default, with a handler that reads each message and drops it. */
public final class SubEthaServer {
    private SubEthaServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments the domain whose mail is accepted
     */
    public static void main(String[] arguments) throws IOException {
        String accepted = "@" + arguments[0];
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mx." + arguments[0])
                .messageHandlerFactory(context -> new Discarding(accepted))
                .build();
        server.start();
        try {
            Life.serveOn(server.getPortAllocated());
        } finally {
            server.stop();
        }
    }
}
