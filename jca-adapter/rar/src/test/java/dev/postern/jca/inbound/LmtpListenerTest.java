package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of LMTP hears of each recipient what became of its mail. */
@Timeout(60)
class LmtpListenerTest {
    private static final String CONTENT = "Message-ID: <1@example.org>\r\nSubject: hi\r\n\r\nHello\r\n.\r\n";

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void start() throws IOException {
        adapter.start(server);
        port = FreePort.onLoopback();
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private MailListener moody() {
        return mail -> {
            String recipients = mail.envelope().recipients().toString();
            calls.add(recipients);
            if (recipients.contains("full@")) {
                throw new MailRejectedException(452, "4.2.2", "Mailbox full");
            }
            if (recipients.contains("nobody@")) {
                throw new MailRejectedException(550, "5.1.1", "No such user");
            }
            if (recipients.contains("broken@")) {
                throw new IllegalStateException("as it was told to");
            }
        };
    }

    private void bean(String recipients, String deliveryMode) throws Exception {
        MailActivationSpec spec = new MailActivationSpec();
        spec.setListenPort(String.valueOf(port));
        spec.setHostname("gateway.example.org");
        spec.setMode("lmtp");
        spec.setRecipients(recipients);
        spec.setDeliveryMode(deliveryMode);
        spec.setRedeployGraceMs(0);
        adapter.endpointActivation(server.factory(moody()), spec);
    }

    private void sent(List<String> recipients, String... replies) throws IOException {
        try (Conversation client = new Conversation(port)) {
            client.expect("220 ");
            client.say("LHLO client.example.org", "250 ");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            for (String recipient : recipients) {
                client.say("RCPT TO:<" + recipient + "@example.org>", "250 ");
            }
            client.say("DATA", "354 ");
            client.send(CONTENT);
            for (String reply : replies) {
                client.expect(reply);
            }
            client.say("NOOP", "250 ");
        }
    }

    @Test
    @Rfc("2033#4.2")
    void eachRecipientOfABeanThatIsCalledForEachHasItsOwnReply() throws Exception {
        bean("", "recipient");
        sent(
                List.of("bob", "full", "nobody", "cy", "broken", "bob"),
                "250 2.0.0 Accepted",
                "452 4.2.2 Mailbox full",
                "550 5.1.1 No such user",
                "250 2.0.0 Accepted",
                "451 4.3.0 ",
                "250 2.0.0 Accepted");
        assertEquals(5, calls.size());
        calls.clear();
        sent(List.of("full", "bob"), "452 4.2.2 Mailbox full", "250 2.0.0 Accepted");
        assertEquals(List.of("[full@example.org]"), calls);
    }

    @Test
    @Rfc("2033#4.2")
    void eachBeanOfAListenerAnswersForItsOwnRecipients() throws Exception {
        bean("nobody@example.org", "message");
        bean("*@example.org", "message");
        sent(List.of("bob", "nobody", "cy"), "250 2.0.0 Accepted", "550 5.1.1 No such user", "250 2.0.0 Accepted");
        assertEquals(List.of("[bob@example.org, cy@example.org]", "[nobody@example.org]"), calls);
    }

    @Test
    void aBeanThatIsCalledOnceAnswersForAll() throws Exception {
        bean("", "message");
        sent(List.of("bob", "nobody"), "550 5.1.1 No such user", "550 5.1.1 No such user");
    }
}
