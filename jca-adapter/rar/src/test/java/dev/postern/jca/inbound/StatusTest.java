package dev.postern.jca.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an administrator sees in JMX, as JMX shows it. */
@Timeout(60)
class StatusTest {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
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

    private MailActivationSpec spec(String name, String recipients) {
        MailActivationSpec spec = new MailActivationSpec();
        spec.setName(name);
        spec.setListenPort(String.valueOf(port));
        spec.setHostname("gateway.example.org");
        spec.setRecipients(recipients);
        spec.setRedeployGraceMs(0);
        return spec;
    }

    private MessageEndpointFactory bean(MailActivationSpec spec, MailListener bean) throws Exception {
        MessageEndpointFactory factory = server.factory(bean);
        adapter.endpointActivation(factory, spec);
        return factory;
    }

    private void send(String recipient, String answer) throws IOException {
        try (Conversation client = new Conversation(port)) {
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            client.sendMail("ann@example.org", recipient, "Message-ID: <1@example.org>\r\n\r\nHello\r\n")
                    .expect(answer);
        }
    }

    private ObjectName listener() throws JMException {
        return new ObjectName("dev.postern:type=Listener,name=" + ObjectName.quote("/127.0.0.1:" + port));
    }

    private static ObjectName bean(String name) throws JMException {
        return new ObjectName("dev.postern:type=Bean,name=" + ObjectName.quote(MailListener.class.getName() + name));
    }

    private static Object of(ObjectName name, String attribute) throws JMException {
        return JMX.getAttribute(name, attribute);
    }

    /** A map as JMX shows it, in its own order. */
    private static String map(ObjectName name, String attribute) throws JMException {
        return ((TabularData) of(name, attribute))
                .values().stream()
                        .map(CompositeData.class::cast)
                        .map(entry -> entry.get("key") + "=" + entry.get("value"))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static Set<ObjectName> all() throws JMException {
        return JMX.queryNames(new ObjectName("dev.postern:*"), null);
    }

    @Test
    void aListenerTellsWhatHasComeAndWhetherItIsUp() throws Exception {
        MailActivationSpec spec = spec("", "bob@example.org");
        spec.setName("mail");
        bean(spec, mail -> {});
        MailActivationSpec dead = spec("", "");
        dead.setDeadLetter(true);
        bean(dead, mail -> {});
        send("bob@example.org", "250 ");
        try (Conversation client = new Conversation(port)) {
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<ann@example.org>", "550 5.1.1 ");
            assertEquals("550 5.1.1=1", map(listener(), "Refusals"));
            await().untilAsserted(() -> assertEquals(1, of(listener(), "Connections")));
        }
        assertEquals(true, of(listener(), "Up"));
        assertEquals(2L, of(listener(), "ConnectionsTotal"));
        assertEquals(1L, of(listener(), "MailsTaken"));
        assertArrayEquals(
                new String[] {"dev.postern.jca.MailListener (mail)", "dev.postern.jca.MailListener"},
                (String[]) of(listener(), "Beans"));
        assertEquals("dead letters", of(bean(""), "Recipients"));
    }

    @Test
    void aBeanTellsWhatBecameOfItsCalls() throws Exception {
        bean(spec("calls", ""), mail -> {
            switch (mail.envelope().recipients().get(0).localPart()) {
                case "fails" -> throw new IllegalStateException("broken");
                case "refuses" -> throw new MailRejectedException("No");
                default -> {}
            }
        });
        ObjectName bean = bean(" (calls)");
        send("fails@example.org", "451 ");
        send("fails@example.org", "451 ");
        send("refuses@example.org", "550 ");
        assertEquals(2, of(bean, "FailuresInARow"));
        assertEquals(1L, of(bean, "Failing"));
        send("bob@example.org", "250 ");
        assertEquals(0, of(bean, "FailuresInARow"));
        assertEquals(0L, of(bean, "Failing"));
        assertEquals(1L, of(bean, "Delivered"));
        assertEquals(2L, of(bean, "RolledBack"));
        assertEquals(1L, of(bean, "Refused"));
        assertEquals("/127.0.0.1:" + port, of(bean, "Listener"));
        assertEquals("all recipients", of(bean, "Recipients"));
        long counted = Arrays.stream(map(bean, "Latencies").split(", ", -1))
                .mapToLong(entry -> Long.parseLong(entry.substring(entry.indexOf('=') + 1)))
                .sum();
        assertEquals(4, counted);
    }

    @Test
    void aBeanTellsWhatIsWithItAndWhatWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        MailActivationSpec spec = spec("busy", "");
        spec.setDeliveriesMax(1);
        spec.setReplyDeadlineMs(100);
        bean(spec, mail -> assertDoesNotThrow(() -> release.await()));
        ObjectName bean = bean(" (busy)");
        send("a@example.org", "451 4.3.2 ");
        send("b@example.org", "451 4.3.2 ");
        assertEquals(1, of(bean, "Active"));
        assertEquals(1, of(bean, "ActiveMost"));
        assertEquals(1, of(bean, "Waiting"));
        release.countDown();
        await().untilAsserted(() -> assertEquals(1L, of(bean, "Expired")));
        assertEquals(1L, of(bean, "RolledBack"));
        await().untilAsserted(() -> assertEquals(0, of(bean, "Active")));
    }

    @Test
    void whatHasGoneIsNotShown() throws Exception {
        Set<ObjectName> before = all();
        MailActivationSpec one = spec("", "a@*");
        MailActivationSpec other = spec("", "b@*");
        MessageEndpointFactory first = bean(one, mail -> {});
        MessageEndpointFactory second = bean(other, mail -> {});
        Set<ObjectName> open = all();
        open.removeAll(before);
        assertEquals(3, open.size(), open.toString());
        assertTrue(open.stream().anyMatch(name -> "2".equals(name.getKeyProperty("number"))), open.toString());
        adapter.endpointDeactivation(first, one);
        assertEquals(before.size() + 2, all().size());
        assertTrue(JMX.isRegistered(listener()));
        adapter.endpointDeactivation(second, other);
        assertEquals(before, all());
    }
}
