package dev.postern.jca.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several beans behind one port, on the wire. */
@Timeout(60)
class SharedListenerTest {
    private static final String CONTENT = "Message-ID: <1@example.org>\r\nSubject: hi\r\n\r\nHello\r\n";
    private static final MailListener NOTHING = mail -> {};

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

    private MailActivationSpec spec(String recipients) {
        MailActivationSpec spec = new MailActivationSpec();
        spec.setListenPort(String.valueOf(port));
        spec.setHostname("gateway.example.org");
        spec.setRecipients(recipients);
        spec.setRedeployGraceMs(0);
        return spec;
    }

    /** A bean that notes whose mail it gets. */
    private MessageEndpointFactory bean(String name, String recipients, MailListener then) throws ResourceException {
        return bean(name, spec(recipients), then);
    }

    private MessageEndpointFactory bean(String name, MailActivationSpec spec, MailListener then)
            throws ResourceException {
        MessageEndpointFactory factory = server.factory(mail -> {
            calls.add(name + mail.envelope().recipients());
            then.onMail(mail);
        });
        adapter.endpointActivation(factory, spec);
        return factory;
    }

    private Conversation client() throws IOException {
        Conversation client = new Conversation(port);
        client.expect("220 ");
        client.say("EHLO client.example.org", "250 ");
        return client;
    }

    private static Conversation send(Conversation client, String content, String... recipients) throws IOException {
        return client.sendMail("ann@example.org", List.of(recipients), content);
    }

    private void sent(String answer, String... recipients) throws IOException {
        try (Conversation client = client()) {
            send(client, CONTENT, recipients).expect(answer);
        }
    }

    private void refused(String recipient, String answer) throws IOException {
        try (Conversation client = client()) {
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<" + recipient + ">", answer);
        }
    }

    private String complaint(String recipients) {
        return complaint(spec(recipients));
    }

    private String complaint(MailActivationSpec spec) {
        return String.valueOf(
                assertThrows(ResourceException.class, () -> adapter.endpointActivation(server.factory(), spec))
                        .getMessage());
    }

    @Test
    void theMostSpecificPatternGetsTheMailAndWhatFitsNoneIsRefused() throws Exception {
        bean("support", "support@example.org", NOTHING);
        bean("tickets", "support+{ticket}@example.org", NOTHING);
        bean("rest", "*@example.org, *@sales.example.org", NOTHING);
        sent("250 ", "Support@Example.org");
        sent("250 ", "support+42@example.org");
        sent("250 ", "bob@example.org");
        sent("250 ", "bob@sales.example.org");
        refused("bob@example.net", "550 5.1.1 ");
        assertEquals(
                List.of(
                        "support[Support@example.org]",
                        "tickets[support+42@example.org]",
                        "rest[bob@example.org]",
                        "rest[bob@sales.example.org]"),
                calls);
    }

    @Test
    void aBeanWithoutPatternsTakesTheRest() throws Exception {
        bean("support", "support@*", NOTHING);
        bean("rest", "", NOTHING);
        sent("250 ", "support+tag@example.org");
        sent("250 ", "bob@example.net");
        assertEquals(
                List.of("support[support+tag@example.org]", "rest[bob@example.net]")
                        .get(1),
                calls.get(1));
    }

    @Test
    void thePostmasterIsAlwaysReached() throws Exception {
        bean("support", "support@example.org", NOTHING);
        sent("250 ", "postmaster");
        sent("250 ", "Postmaster@example.net");
        assertEquals(List.of("support[postmaster@gateway.example.org]", "support[Postmaster@example.net]"), calls);
    }

    @Test
    void eachBeanGetsItsShareAndTheClientOneReply() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        bean(
                "a",
                "a@*, c@*",
                mail -> asked.set(mail.envelope().dsn().recipients().toString()));
        bean("b", "b@*", NOTHING);
        try (Conversation client = client()) {
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<a@example.org>", "250 ");
            client.say("RCPT TO:<b@example.org> NOTIFY=NEVER", "250 ");
            client.say("RCPT TO:<c@example.org>", "250 ");
            client.say("DATA", "354 ");
            client.send(CONTENT + ".\r\n").expect("250 2.0.0 Accepted as ");
            client.say("NOOP", "250 ");
        }
        assertEquals(List.of("a[a@example.org, c@example.org]", "b[b@example.org]"), calls);
        assertEquals("{}", asked.get());
    }

    @Test
    void whatOneDoesNotTakeStaysWithTheClientAndComesNotTwiceToTheOthers() throws Exception {
        AtomicReference<MailListener> second = new AtomicReference<>(mail -> {
            throw new IllegalStateException("broken");
        });
        bean("a", "a@*", NOTHING);
        bean("b", "b@*", mail -> second.get().onMail(mail));
        bean("c", "c@*", NOTHING);
        String[] all = {"a@example.org", "b@example.org", "c@example.org"};
        sent("451 4.3.0 ", all);
        second.set(mail -> {
            throw new MailRejectedException("Not for us");
        });
        sent("550 5.7.1 Not for us", all);
        try (Conversation other = client()) {
            send(other, CONTENT.replace("Hello", "Goodbye"), "a@example.org").expect("250 ");
        }
        sent("250 ", "a@example.org"); // split by the client: still not twice
        second.set(NOTHING);
        sent("250 ", all);
        sent("250 ", "a@example.org"); // as often as it likes, once all have it
        assertEquals(
                List.of(
                        "a[a@example.org]",
                        "b[b@example.org]",
                        "b[b@example.org]",
                        "a[a@example.org]",
                        "b[b@example.org]",
                        "c[c@example.org]",
                        "a[a@example.org]"),
                calls);
    }

    @Test
    void withoutAThreadToReadTheMailTheClientIsAskedToComeBack() throws Exception {
        bean("a", "a@*", NOTHING);
        bean("b", "b@*", NOTHING);
        server.outOfThreads = true;
        sent("451 4.3.2 The application server is busy", "a@example.org", "b@example.org");
        server.outOfThreads = false;
        sent("250 ", "a@example.org", "b@example.org");
        assertEquals(List.of("a[a@example.org]", "b[b@example.org]"), calls);
    }

    @Test
    void manySharedMailsAreBroughtAtTheSameTime() throws Exception {
        bean("a", "a@*", NOTHING);
        bean("b", "b@*", NOTHING);
        List<Conversation> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(send(client(), CONTENT.replace("1@", i + "@"), "a@example.org", "b@example.org"));
        }
        for (Conversation client : clients) {
            client.expect("250 ");
            client.close();
        }
        assertEquals(40, calls.size());
    }

    @Test
    void aMailWithoutMessageIdIsNotRecognised() throws Exception {
        bean("a", "a@*", NOTHING);
        bean("b", "b@*", mail -> {
            throw new IllegalStateException("broken");
        });
        try (Conversation client = client()) {
            for (int i = 0; i < 2; i++) {
                send(client, "Subject: hi\r\n\r\nHello\r\n", "a@example.org", "b@example.org")
                        .expect("451 ");
            }
        }
        assertEquals(List.of("a[a@example.org]", "b[b@example.org]", "a[a@example.org]", "b[b@example.org]"), calls);
    }

    @Test
    void byRecipientTheBeanIsCalledOnceForEach() throws Exception {
        MailActivationSpec each = spec("*@example.org");
        each.setDeliveryMode("recipient");
        AtomicReference<MailListener> then = new AtomicReference<>(mail -> {
            if (mail.envelope().recipients().get(0).localPart().equals("b")) {
                throw new IllegalStateException("broken");
            }
        });
        bean("each", each, mail -> then.get().onMail(mail));
        sent("451 4.3.0 ", "a@example.org", "b@example.org", "c@example.org");
        then.set(NOTHING);
        sent("250 ", "a@example.org", "b@example.org", "b@example.org", "c@example.org");
        assertEquals(
                List.of("each[a@example.org]", "each[b@example.org]", "each[b@example.org]", "each[c@example.org]"),
                calls);
    }

    @Test
    void redeployingOneBeanLeavesTheConnectionsOfTheOthersAlone() throws Exception {
        MailActivationSpec spec = spec("a@*");
        spec.setRedeployGraceMs(60_000);
        MessageEndpointFactory one = bean("a", spec, NOTHING);
        bean("rest", "", NOTHING);
        try (Conversation client = client()) {
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<a@example.org>", "250 ");
            adapter.endpointDeactivation(one, spec);
            client.say("DATA", "354 ");
            client.send(CONTENT + ".\r\n").expect("451 4.3.2 The application for this recipient is not here now");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<a@example.org>", "451 4.3.2 ");
            client.say("RCPT TO:<b@example.org>", "250 ");
            client.say("RSET", "250 ");
            bean("new", spec, NOTHING);
            send(client, CONTENT, "a@example.org", "b@example.org").expect("250 ");
        }
        assertEquals(List.of("new[a@example.org]", "rest[b@example.org]"), calls);
    }

    @Test
    void redeployingUnderLoadLosesAndRefusesNothing() throws Exception {
        MailActivationSpec spec = spec("a@*");
        spec.setRedeployGraceMs(60_000);
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Exception> failure = new AtomicReference<>();
        bean("b", "b@*", NOTHING);
        Thread redeployer = new Thread(() -> {
            try {
                while (!over.get()) {
                    adapter.endpointDeactivation(bean("a", spec, NOTHING), spec);
                }
            } catch (ResourceException e) {
                failure.set(e);
            }
        });
        MessageEndpointFactory first = bean("a", spec, NOTHING);
        adapter.endpointDeactivation(first, spec);
        redeployer.start();
        int accepted = 0;
        try (Conversation client = client()) {
            for (int i = 0; i < 500; i++) {
                client.say("MAIL FROM:<ann@example.org>", "250 ");
                String known = client.send("RCPT TO:<a@example.org>\r\n").reply();
                assertTrue(known.startsWith("250 ") || known.startsWith("451 4.3.2 "), known);
                if (known.startsWith("250 ")) {
                    client.say("DATA", "354 ");
                    String reply = client.send(CONTENT + ".\r\n").reply();
                    assertTrue(reply.startsWith("250 ") || reply.startsWith("451 4.3.2 "), reply);
                    accepted += reply.startsWith("250 ") ? 1 : 0;
                } else {
                    client.say("RSET", "250 ");
                }
                send(client, CONTENT, "b@example.org").expect("250 ");
            }
        } finally {
            over.set(true);
            redeployer.join();
        }
        assertNull(failure.get());
        assertEquals(accepted, calls.stream().filter("a[a@example.org]"::equals).count());
        assertEquals(500, calls.stream().filter("b[b@example.org]"::equals).count());
    }

    @Test
    void afterItsGraceTheMailOfABeanThatHasGoneIsAnothersOrNobodys() throws Exception {
        MailActivationSpec spec = spec("a@example.org");
        MessageEndpointFactory one = bean("a", spec, NOTHING);
        bean("b", "*@example.org", NOTHING);
        MailActivationSpec third = spec("c@example.net");
        MessageEndpointFactory other = bean("c", third, NOTHING);
        adapter.endpointDeactivation(one, spec);
        adapter.endpointDeactivation(other, third);
        sent("250 ", "a@example.org");
        refused("c@example.net", "550 5.1.1 ");
        assertEquals(List.of("b[a@example.org]"), calls);
    }

    @Test
    void whileTheListenerIsYoungMailThatNobodyTakesIsPutOff() throws Exception {
        MailActivationSpec spec = spec("a@example.org");
        spec.setRedeployGraceMs(60_000);
        bean("a", spec, NOTHING);
        refused("b@example.org", "451 4.3.2 ");
        sent("250 ", "a@example.org");
    }

    @Test
    void aBeanThatGoesEndsWhatItHasBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        MailActivationSpec spec = spec("a@*");
        spec.setDeliveriesMax(1);
        MessageEndpointFactory one = bean("a", spec, mail -> {
            begun.countDown();
            assertDoesNotThrow(() -> release.await());
        });
        bean("b", "b@*", NOTHING);
        try (Conversation atTheBean = send(client(), CONTENT, "a@example.org")) {
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            try (Conversation waiting = send(client(), CONTENT, "a@example.org")) {
                Thread undeploy = new Thread(() -> adapter.endpointDeactivation(one, spec));
                undeploy.start();
                waiting.expect("451 4.3.2 ");
                assertTrue(undeploy.isAlive());
                release.countDown();
                atTheBean.expect("250 ");
                undeploy.join();
            }
        }
        sent("250 ", "b@example.org");
    }

    @Test
    void thePortIsFreeWhenTheLastBeanHasGone() throws Exception {
        MailActivationSpec spec = spec("a@*");
        MailActivationSpec others = spec("b@*");
        MessageEndpointFactory one = bean("a", spec, NOTHING);
        MessageEndpointFactory other = bean("b", others, NOTHING);
        adapter.endpointDeactivation(one, spec);
        sent("250 ", "b@example.org");
        adapter.endpointDeactivation(other, others);
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(free.isBound());
        }
    }

    @Test
    void whatIsNotClearFailsAtDeployment() throws Exception {
        bean("a", "support@example.org, *@sales.example.org", NOTHING);
        String both = complaint("Support@example.org");
        assertTrue(
                both.contains(
                        "can't share a listener: both take mail for Support@example.org; look at recipients of both"),
                both);
        String either = complaint("bob12@*.example.org");
        assertTrue(
                either.contains(
                        "an address can fit both bob12@*.example.org and *@sales.example.org, of which none is more"),
                either);
        assertDoesNotThrow(() -> adapter.endpointActivation(server.factory(), spec("")));
        String all = complaint("");
        assertTrue(all.contains("both take mail for all recipients"), all);
    }

    @Test
    void whatIsNoPatternIsNamed() {
        String text = complaint("bob, a**@example.org, *@exa mple.org");
        assertTrue(text.contains("recipients = bob, a**@example.org, *@exa mple.org: bob is not a pattern"), text);
        MailActivationSpec spec = spec("");
        spec.setDeliveryMode("never");
        assertTrue(complaint(spec).contains("deliveryMode = never: must be one of message, recipient"));
    }

    @Test
    void whatOtherBeansSetOtherwiseIsNamedWithItsValues() throws Exception {
        bean("a", "a@*", NOTHING);
        MailActivationSpec other = spec("b@*");
        other.setHostname("other.example.org");
        other.setMessageSizeMax("70000");
        String text = complaint(other);
        assertTrue(
                text.matches("the bean .*MailListener can't share the listener /127\\.0\\.0\\.1:" + port
                        + " with the bean .*MailListener, which sets it up otherwise: hostname = other\\.example\\.org,"
                        + " there gateway\\.example\\.org; messageSizeMax = 70000, there 10485760; set them alike.*"),
                text);
        sent("250 ", "a@example.org");
        refused("b@example.org", "550 5.1.1 ");
        await().until(() -> calls.size() == 1);
    }
}
