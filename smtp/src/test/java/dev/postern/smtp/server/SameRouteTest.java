package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Domain;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.SameRoute;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail of one route each. */
@Timeout(60)
class SameRouteTest {
    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServer server() throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .checks(List.of(
                        new AcceptedDomains(Set.of(Domain.parse("a.example"), Domain.parse("b.example"))),
                        new SameRoute(recipient -> recipient.domain().text())))
                .spool(Spool.in(directory))
                .start();
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220 ");
        client.say("EHLO client", "250 ");
        return client;
    }

    @Test
    void aRecipientOfAnotherRouteIsPutOff() throws IOException {
        try (SmtpServer server = server();
                Conversation client = greeted(server);
                Conversation other = greeted(server)) {
            client.say("MAIL FROM:<>", "250 ");
            client.say("RCPT TO:<x@c.example>", "550 "); // refused by the check before: decides nothing
            client.say("RCPT TO:<x@a.example>", "250 ");
            client.say("RCPT TO:<y@b.example>", "452 4.5.3");
            client.say("RCPT TO:<z@a.example>", "250 ");
            other.say("MAIL FROM:<>", "250 ");
            other.say("RCPT TO:<y@b.example>", "250 ");
            client.say("DATA", "354 ");
            client.say("\r\n.", "250 ");
            client.sendMail("", "y@b.example", "\r\n").expect("250 ");
            client.say("MAIL FROM:<>", "250 ");
            client.say("RCPT TO:<y@b.example>", "250 ");
            client.say("RSET", "250 ");
            client.sendMail("", "x@a.example", "\r\n").expect("250 ");
            assertEquals(
                    List.of("[x@a.example, z@a.example]", "[y@b.example]", "[x@a.example]"),
                    sink.mails().stream()
                            .map(mail -> mail.envelope().recipients().toString())
                            .toList());
        }
    }
}
