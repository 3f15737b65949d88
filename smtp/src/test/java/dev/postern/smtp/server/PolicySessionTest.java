package dev.postern.smtp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.policy.AddressPatterns;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.ClientLimits;
import dev.postern.smtp.policy.ClientQuota;
import dev.postern.smtp.policy.ClientQuota.Rates;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Greylisting;
import dev.postern.smtp.policy.HeaderSanity;
import dev.postern.smtp.policy.LoginMatchesSender;
import dev.postern.smtp.policy.LoginSenders;
import dev.postern.smtp.policy.LoopDetection;
import dev.postern.smtp.policy.MemoryGreylist;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.RecipientPatterns;
import dev.postern.smtp.policy.Tarpit;
import dev.postern.smtp.policy.UserSizes;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of the checks of policy, in real sessions. */
@Timeout(120)
class PolicySessionTest {
    private static final String LOGIN =
            "AUTH PLAIN " + Base64.getEncoder().encodeToString("\0susan\0pencil".getBytes(US_ASCII));

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server(Check... checks) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory).withMemory(100_000))
                .auth(TestUsers.auth(true))
                .checks(List.of(checks));
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client", "250");
        return client;
    }

    private static void send(Conversation client, String content, String reply) throws IOException {
        client.say("MAIL FROM:<susan@example.org>", "250");
        client.say("RCPT TO:<bob@example.net>", "250");
        client.say("DATA", "354");
        client.say(content + "\r\n.", reply);
    }

    @Test
    void recipientsAndGreylist() throws IOException {
        Check patterns = new RecipientPatterns(AddressPatterns.parse(List.of("*@example.net"), true));
        Check greylist = new Greylisting(
                new MemoryGreylist(100),
                new Greylisting.Times(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1)),
                Clock.systemUTC());
        try (SmtpServer server = server(patterns, greylist).start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<susan@example.org>", "250");
            client.say("RCPT TO:<bob@example.com>", "550 5.1.1");
            client.say("RCPT TO:<postmaster@example.com>", "451 4.7.1");
            client.say("RCPT TO:<bob@example.net>", "451 4.7.1");
            client.say("RCPT TO:<bob@example.net>", "250");
        }
    }

    @Test
    void contentInMemoryAndInFiles() throws IOException {
        try (SmtpServer server =
                        server(new LoopDetection(3), new HeaderSanity()).start();
                Conversation client = greeted(server)) {
            String good = "From: susan@example.org\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n";
            String body = "\r\n" + "Hello Bob\r\n".repeat(20_000);
            send(client, good + "\r\nHello", "250");
            send(client, good + body, "250");
            for (String rest : List.of("\r\nHello", body)) {
                send(client, "Received: x\r\n".repeat(3) + good + rest, "554 5.4.6");
                send(client, "Subject: none\r\n" + rest, "554 5.6.0");
            }
            assertEquals(2, sink.mails().size());
        }
    }

    @Test
    @Rfc({"5321#4.5.3.1.9", "6409#6.1", "6409#6.3"})
    void usersWriteAsThemselvesAndMaySendLargerMail() throws IOException {
        Check check = new LoginMatchesSender(LoginSenders.parse(List.of("susan=susan@example.org")), true, true);
        ClientRules rules = new ClientRules(ClientLimits.NONE, Tarpit.NONE, UserSizes.parse(List.of("susan=70000")));
        try (SmtpServer server = server(check).clientRules(rules).start();
                Conversation client = greeted(server)) {
            client.say(LOGIN, "235");
            assertTrue(client.say("EHLO client", "250").contains("SIZE 70000"));
            client.say("MAIL FROM:<mary@example.org>", "550 5.7.1");
            client.say("MAIL FROM:<susan@example.org> SIZE=70001", "552 5.3.4");
            send(client, "From: mary@example.org\r\n\r\nHello", "550 5.7.1");
            send(client, "From: Susan <susan@example.org>\r\n\r\nHello", "250");
            send(client, "From: Susan <susan@example.org>\r\n\r\n" + "1234567\r\n".repeat(8_000), "552 5.3.4");
        }
    }

    @Test
    void connectionsAndMailsAreCounted() throws IOException {
        ClientLimits limits =
                new ClientLimits(new ClientQuota(1, 0, 0, new Rates(0, 1, 0), Rates.NONE, Rates.NONE), Networks.NONE);
        ClientRules rules = new ClientRules(limits, Tarpit.NONE, UserSizes.NONE);
        try (SmtpServer server = server(limits).clientRules(rules).start()) {
            try (Conversation client = greeted(server);
                    Conversation second = new Conversation(server.port())) {
                second.expect("421 4.7.0");
                second.expectEnd();
                client.say("MAIL FROM:<susan@example.org>", "250");
                client.say("RSET", "250");
                client.say("MAIL FROM:<susan@example.org>", "450 4.7.1");
            }
            Awaitility.await().until(() -> server.connections() == 0);
            try (Conversation third = new Conversation(server.port())) {
                third.expect("220");
            }
        }
    }

    @Test
    void errorsWaitAndNothingElseDoes() throws IOException {
        Tarpit tarpit = new Tarpit(Duration.ofMillis(300), Duration.ofMillis(400), Networks.NONE);
        ClientRules rules = new ClientRules(ClientLimits.NONE, tarpit, UserSizes.NONE);
        try (SmtpServer server = server().clientRules(rules).start();
                Conversation client = greeted(server);
                Conversation other = greeted(server)) {
            client.say("NONSENSE", "500");
            client.say("NONSENSE", "500");
            client.say("NONSENSE", "500");
            long start = System.nanoTime();
            client.send("NONSENSE\r\nNOOP\r\n"); // pipelining is no way around it
            other.say("NOOP", "250");
            client.expect("500");
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
            client.expect("250");
        }
    }
}
