package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes, on the wire, of a mail that the bean fails on again and again. */
@Timeout(60)
class PoisonTest {
    private static final String REFUSAL = "554 5.6.0 The application has failed on this mail again and again";

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final List<String> dead = new CopyOnWriteArrayList<>();
    private volatile boolean broken;
    private int port;

    @BeforeEach
    void start() throws IOException {
        adapter.start(server);
        port = FreePort.onLoopback();
        server.bean = mail -> {
            switch (assertDoesNotThrow(mail::subject)) {
                case "poison" -> throw new IllegalStateException("as always");
                case "not now" -> throw new MailRejectedException(452, "4.2.2", "Mailbox full");
                default -> {
                    if (broken) {
                        throw new IllegalStateException("the database is away");
                    }
                }
            }
        };
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private MailActivationSpec spec() {
        MailActivationSpec spec = new MailActivationSpec();
        spec.setListenPort(String.valueOf(port));
        spec.setFailuresMax(3);
        return spec;
    }

    private MailActivationSpec deadLetters() {
        MailActivationSpec spec = spec();
        spec.setDeadLetter(true);
        return spec;
    }

    private MessageEndpointFactory deadLetterBean(MailListener then) {
        return server.factory(mail -> {
            dead.add(mail.envelope().recipients().toString());
            then.onMail(mail);
        });
    }

    private void send(String messageId, String subject, String body, String answer) throws IOException {
        try (Conversation client = new Conversation(port)) {
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            String id = messageId.isEmpty() ? "" : "Message-ID: <" + messageId + "@example.org>\r\n";
            client.sendMail(
                            "ann@example.org",
                            "bob@example.net",
                            id + "Subject: " + subject + "\r\n\r\n" + body + "\r\n")
                    .expect(answer);
        }
    }

    private void fail(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send("1", "poison", "x", "451 4.3.0 ");
            send("", "good", "x", "250 ");
        }
    }

    @Test
    void itIsRefusedAfterSoManyTries() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        fail(3);
        send("1", "poison", "x", REFUSAL);
        send("1", "poison", "another mail", "451 4.3.0 ");
        send("2", "poison", "x", "451 4.3.0 ");
    }

    @Test
    void whileAllFailsNothingIsPoison() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        broken = true;
        for (int i = 0; i < 5; i++) {
            send("1", "good", "x", "451 4.3.0 ");
            send("2", "good", "x", "451 4.3.0 ");
        }
        broken = false;
        send("1", "good", "x", "250 ");
        send("2", "good", "x", "250 ");
    }

    @Test
    void whatIsTakenInTheEndBeginsAnew() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        for (int i = 0; i < 2; i++) {
            broken = true;
            send("1", "good", "x", "451 4.3.0 ");
            broken = false;
            send("", "good", "x", "250 ");
            broken = true;
            send("1", "good", "x", "451 4.3.0 ");
            broken = false;
            send("1", "good", "x", "250 ");
        }
    }

    @Test
    void theBeansOwnWordIsNoFailure() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        for (int i = 0; i < 5; i++) {
            send("1", "not now", "x", "452 4.2.2 ");
            send("", "good", "x", "250 ");
        }
    }

    @Test
    void whereItIsSwitchedOffTheClientDecides() throws Exception {
        MailActivationSpec spec = spec();
        spec.setFailuresMax(0);
        adapter.endpointActivation(server.factory(), spec);
        fail(5);
    }

    @Test
    void aBeanThatIsDeployedAnewGetsItAgain() throws Exception {
        MessageEndpointFactory factory = server.factory();
        MailActivationSpec spec = spec();
        adapter.endpointActivation(factory, spec);
        fail(3);
        adapter.endpointDeactivation(factory, spec);
        adapter.endpointActivation(factory, spec);
        fail(3);
        send("1", "poison", "x", REFUSAL);
    }

    @Test
    void theBeanOfDeadLettersGetsItAndNothingElse() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        adapter.endpointActivation(deadLetterBean(mail -> {}), deadLetters());
        fail(3);
        assertEquals(List.of(), dead);
        send("1", "poison", "x", "250 2.0.0 Accepted as ");
        send("3", "good", "x", "250 ");
        assertEquals(List.of("[bob@example.net]"), dead);
    }

    @Test
    void byRecipientItIsPoisonForThatOneAlone() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        MailActivationSpec each = spec();
        each.setDeliveryMode("recipient");
        each.setFailuresMax(1);
        adapter.endpointActivation(
                server.factory(mail -> {
                    String recipient = mail.envelope().recipients().get(0).localPart();
                    if (recipient.equals("b")) {
                        throw new IllegalStateException("as always");
                    }
                    taken.add(recipient);
                }),
                each);
        adapter.endpointActivation(deadLetterBean(mail -> {}), deadLetters());
        for (String answer : List.of("451 4.3.0 ", "250 ")) {
            try (Conversation client = new Conversation(port)) {
                client.expect("220 ");
                client.say("EHLO client.example.org", "250 ");
                client.sendMail(
                                "ann@example.org",
                                List.of("a@example.org", "b@example.org", "c@example.org"),
                                "Message-ID: <1@example.org>\r\n\r\nHello\r\n")
                        .expect(answer);
            }
        }
        assertEquals(List.of("a", "c"), taken);
        assertEquals(List.of("[b@example.org]"), dead);
    }

    @Test
    void whatTheBeanOfDeadLettersFailsOnTooIsRefusedInTheEnd() throws Exception {
        adapter.endpointActivation(server.factory(), spec());
        MailActivationSpec spec = deadLetters();
        spec.setFailuresMax(1);
        adapter.endpointActivation(
                deadLetterBean(mail -> {
                    throw new IllegalStateException("broken too");
                }),
                spec);
        fail(3);
        send("1", "poison", "x", "451 4.3.0 ");
        send("1", "poison", "x", REFUSAL);
        assertEquals(List.of("[bob@example.net]"), dead);
    }

    @Test
    void whileTheBeanOfDeadLettersIsAwayTheClientKeepsIt() throws Exception {
        MessageEndpointFactory factory = deadLetterBean(mail -> {});
        MailActivationSpec spec = deadLetters();
        adapter.endpointActivation(server.factory(), spec());
        adapter.endpointActivation(factory, spec);
        fail(3);
        adapter.endpointDeactivation(factory, spec);
        send("1", "poison", "x", "451 4.3.2 ");
        adapter.endpointActivation(factory, spec);
        send("1", "poison", "x", "250 ");
    }

    @Test
    void aBeanOfDeadLettersAloneTakesNothingAndRefusesNobody() throws Exception {
        MailActivationSpec spec = deadLetters();
        spec.setRedeployGraceMs(0);
        adapter.endpointActivation(deadLetterBean(mail -> {}), spec);
        try (Conversation client = new Conversation(port)) {
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<bob@example.net>", "451 4.3.2 ");
        }
        ResourceException another = assertThrows(
                ResourceException.class, () -> adapter.endpointActivation(deadLetterBean(mail -> {}), deadLetters()));
        assertTrue(String.valueOf(another.getMessage()).contains("both take its dead letters"), another.getMessage());
        MailActivationSpec wrong = deadLetters();
        wrong.setRecipients("bob@example.net");
        ResourceException contradiction = assertThrows(ResourceException.class, wrong::validate);
        assertTrue(
                contradiction
                        .getMessage()
                        .contains("recipients = bob@example.net: a bean with deadLetter=true takes what"),
                contradiction.getMessage());
    }
}
