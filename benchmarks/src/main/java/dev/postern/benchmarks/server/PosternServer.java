package dev.postern.benchmarks.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Postern's SMTP server as it is by default, with a sink that closes each message unread. */
public final class PosternServer {
    private static final CompletionStage<Reply> TAKEN =
            CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));

    private PosternServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments the domain whose mail is accepted
     */
    public static void main(String[] arguments) throws IOException, MalformedAddressException {
        Domain accepted = Domain.parse(arguments[0]);
        try (SmtpServer server = SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return TAKEN;
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx." + accepted.text())
                .checks(List.of(new AcceptedDomains(Set.of(accepted))))
                .start()) {
            Life.serveOn(server.port());
        }
    }
}
