package dev.postern.benchmarks.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Postern's SMTP server without checks, with a sink that closes each message unread. */
public final class PosternServer {
    private PosternServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments the domain whose mail is accepted; for TLS a PKCS#12 file and its password
     */
    public static void main(String[] arguments) throws IOException, MalformedAddressException {
        Domain accepted = Domain.parse(arguments[0]);
        ServerTls tls = arguments.length < 3
                ? null
                : ServerTls.from(List.of(Path.of(arguments[1])), arguments[2].toCharArray());
        try (SmtpServer server = SmtpServer.builder(new Taken())
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx." + accepted.text())
                .checks(List.of(new AcceptedDomains(Set.of(accepted))))
                .tls(tls)
                .start()) {
            Life.serveOn(server.port());
        }
    }
}
