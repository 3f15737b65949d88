package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener as an operator sets it, with a real DNS server. */
@RequiresPeer("nsd")
@Timeout(60)
class ListenerAsksDnsTest {
    private static final String ZONE = """
            $TTL 300
            example. IN SOA ns.example. hostmaster.example. 1 3600 900 604800 60
            example. IN NS ns.example.
            ns.example. IN A 127.0.0.1
            good.example. IN MX 10 ns.example.
            null.example. IN MX 0 .
            closed.example. IN MX 10 ns.example.
            closed.example. IN TXT "v=spf1 -all"
            _dmarc.closed.example. IN TXT "v=DMARC1; p=reject; rua=mailto:reports@closed.example"
            2.0.0.127.bl.example. IN A 127.0.0.2
            """;

    @TempDir
    Path directory;

    private final List<CountedMail> counted = new CopyOnWriteArrayList<>();

    private final MailSink sink = (envelope, message) -> {
        message.close();
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
    };

    private ListenerSettings settings(InetSocketAddress server, int port) {
        String dnsServer = server.getAddress().getHostAddress() + ":" + server.getPort();
        Map<String, String> texts = new HashMap<>(Map.of(
                "listen.port", String.valueOf(port),
                "hostname", "mx.example.org",
                "accepted.domains", "example.net",
                "spool.directory", directory.toString(),
                "dns.servers", dnsServer,
                "dns.block.lists", "bl.example",
                "check.sender.domain", "true",
                "check.reverse.name", "true",
                "check.hello.name", "true",
                "origin.check", "true"));
        texts.put("origin.dmarc", "refuse");
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private SmtpServer listen(ListenerSettings settings) throws IOException {
        Face face = Face.of(UnaryOperator.identity()).withReports(counted::add);
        assertEquals(List.of(), settings.problems(face));
        return settings.listen(sink, Duration.ofSeconds(5), face);
    }

    private static long dnsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("dnsjava"))
                .count();
    }

    @Test
    void judgesSendersAndEndsAllThatAsked() throws IOException {
        try (Nsd nsd = Nsd.serving(Map.of("example", ZONE))) {
            SmtpServer server = listen(settings(nsd.address(), 0));
            try (server;
                    Conversation client = new Conversation(server.port())) {
                client.expect("220");
                client.say("EHLO client", "250");
                client.say("MAIL FROM:<susan@good.example>", "250");
                client.say("RCPT TO:<bob@example.net>", "250");
                client.say("RCPT TO:<bob@elsewhere.net>", "550 5.7.1");
                client.say("RSET", "250");
                client.say("MAIL FROM:<susan@null.example>", "250");
                client.say("RCPT TO:<bob@example.net>", "550 5.7.27");
                client.say("RSET", "250");
                client.say("MAIL FROM:<susan@nothing.example>", "250");
                client.say("RCPT TO:<bob@example.net>", "550 5.1.8");
                client.say("RSET", "250");
                client.sendMail("susan@good.example", "bob@example.net", "From: susan@closed.example\r\n\r\nHello\r\n")
                        .expect("550 5.7.26");
                client.say("MAIL FROM:<susan@refused.test>", "250");
                client.say("RCPT TO:<bob@example.net>", "451 4.4.3");
                assertEquals(1, counted.size());
                assertEquals("closed.example", counted.get(0).policy().domain());
                assertEquals("reject", counted.get(0).row().disposition());
                assertEquals(1, dnsThreads());
            }
            assertEquals(0, dnsThreads());
        }
    }

    @Test
    void leavesNothingWhereThePortIsTaken() throws IOException {
        try (Nsd nsd = Nsd.serving(Map.of("example", ZONE))) {
            ListenerSettings taken = settings(nsd.address(), nsd.address().getPort());
            assertThrows(BindException.class, () -> listen(taken).close());
            assertEquals(0, dnsThreads());
        }
    }
}
