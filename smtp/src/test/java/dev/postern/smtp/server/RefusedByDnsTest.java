package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.policy.SenderDomainResolves;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RefusedByDnsTest {
    private final ZoneResolver resolver = ZoneResolver.builder()
            .zone("good.example. IN A 192.0.2.1")
            .silent("silent.example")
            .build();
    private final RecordingSink sink = new RecordingSink();

    private SmtpServer server(Path directory) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .checks(List.of(new SenderDomainResolves(resolver, Duration.ofMillis(300))))
                .start();
    }

    @Test
    @Rfc("5321#4.5.1b")
    void whoeverIsRefusedReachesThePostmaster(@TempDir Path directory) throws IOException {
        try (SmtpServer server = server(directory);
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<susan@nothing.example>", "250");
            client.say("RCPT TO:<bob@example.net>", "550 5.1.8");
            client.say("RCPT TO:<postmaster>", "250");
            client.say("DATA", "354");
            client.say("Help!\r\n.", "250");
            assertEquals(
                    "[postmaster@mx.example.org]",
                    sink.mails().get(0).envelope().recipients().toString());
        }
    }

    @Test
    void pipelinedCommandsWaitForTheVerdict(@TempDir Path directory) throws IOException {
        try (SmtpServer server = server(directory);
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.send("MAIL FROM:<susan@silent.example>\r\nRCPT TO:<bob@example.net>\r\nRSET\r\n"
                    + "MAIL FROM:<susan@good.example>\r\nRCPT TO:<bob@example.net>\r\n");
            client.expect("250");
            client.expect("451 4.4.3");
            client.expect("250");
            client.expect("250");
            client.expect("250 2.1.5");
        }
    }
}
