package dev.postern.smtp.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Conversation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener counts. */
@Timeout(60)
class TrafficTest {
    private static SmtpServer server() throws Exception {
        MailSink sink = (envelope, message) -> {
            message.close();
            boolean known = envelope.recipients().get(0).localPart().equals("bob");
            return CompletableFuture.completedFuture(
                    known ? Reply.of(250, "2.0.0", "OK") : Reply.of(554, "5.6.0", "No"));
        };
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .limits(Limits.DEFAULT.withConnections(1))
                .start();
    }

    @Test
    void connectionsMailsAndRefusalsAreCounted() throws Exception {
        SmtpServer server = server();
        try (server) {
            assertTrue(server.isOpen());
            try (Conversation client = new Conversation(server.port())) {
                client.expect("220 ");
                client.say("EHLO client.example.org", "250 ");
                client.say("RCPT TO:<bob@example.org>", "503 ");
                String content = "Subject: hi\r\n\r\nHello\r\n";
                client.sendMail("ann@example.org", "bob@example.org", content).expect("250 ");
                client.sendMail("ann@example.org", "ann@example.org", content).expect("554 ");
                client.sendMail("ann@example.org", "ann@example.org", content).expect("554 ");
                try (Conversation another = new Conversation(server.port())) {
                    another.expect("421 ");
                }
            }
            await().until(() -> server.connections() == 0);
            Traffic traffic = server.traffic();
            assertEquals(2, traffic.connections());
            assertEquals(1, traffic.mails());
            assertEquals(Map.of("421 4.3.2", 1L, "503 5.5.1", 1L, "554 5.6.0", 2L), traffic.refusals());
        }
        assertFalse(server.isOpen());
    }

    @Test
    void reasonsThatOthersMakeUpAreBounded() {
        Traffic traffic = new Traffic();
        for (int i = 0; i < 1_000; i++) {
            traffic.replied(Reply.of(550, "5." + i + ".0", "No"));
        }
        traffic.replied(Reply.of(550, "No"));
        traffic.replied(Reply.of(550, "5.1.0", "No"));
        assertEquals(101, traffic.refusals().size());
        assertEquals(901L, traffic.refusals().get("other"));
        assertEquals(2L, traffic.refusals().get("550 5.1.0"));
    }
}
