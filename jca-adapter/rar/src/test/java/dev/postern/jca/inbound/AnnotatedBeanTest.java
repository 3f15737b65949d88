package dev.postern.jca.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailCall;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.Placeholder;
import dev.postern.jca.Recipient;
import dev.postern.jca.Subject;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.Status;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is told where the bean's methods say which mail they take. */
@Timeout(60)
class AnnotatedBeanTest {
    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final MailActivationSpec spec = new MailActivationSpec();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private int port;

    /** As an application has it. */
    public static class Tickets implements AnnotatedMailListener {
        /** Where this bean tells of its calls. */
        protected BlockingQueue<String> calls;

        @Recipient("support+{ticket}@*")
        public void onAnswer(@Placeholder("ticket") long ticket, InboundMail mail) throws IOException {
            calls.add(ticket + " " + mail.text().strip());
        }

        @Recipient("sales@*")
        public void onOrder() {
            throw new MailRejectedException(452, "4.3.1", "Sold out for today");
        }

        @Subject("{word} please")
        public void onRequest(@Placeholder("word") String word) throws IOException {
            throw new IOException("no " + word);
        }
    }

    /** As application servers make it of such a bean. */
    private static final class Proxy implements AnnotatedMailListener, MessageEndpoint {
        private final MessageEndpoint server;
        private final BlockingQueue<String> calls;
        private final Tickets bean = new Tickets();

        Proxy(MessageEndpoint server, BlockingQueue<String> calls) {
            this.server = server;
            this.calls = calls;
            bean.calls = calls;
        }

        @Override
        public void onMail(MailCall call) throws Exception {
            bean.onMail(call);
        }

        @Override
        public void beforeDelivery(Method method) throws NoSuchMethodException, ResourceException {
            calls.add(method.getName());
            server.beforeDelivery(method);
        }

        @Override
        public void afterDelivery() throws ResourceException {
            server.afterDelivery();
        }

        @Override
        public void release() {
            server.release();
        }
    }

    /** Two methods for the same. */
    public static class Tied implements AnnotatedMailListener {
        @Recipient("a*@*")
        public void one() {}

        @Recipient("*a@*")
        public void two() {}
    }

    /** Of two minds. */
    public static class Both implements AnnotatedMailListener, MailListener {
        @Override
        public void onMail(InboundMail mail) {}
    }

    @BeforeEach
    void start() throws IOException {
        port = FreePort.onLoopback();
        spec.setListenPort(String.valueOf(port));
        server.beanClass = Tickets.class;
        server.proxy = endpoint -> new Proxy(endpoint, calls);
        adapter.start(server);
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private void expectAnswer(String recipient, String subject, String start) throws Exception {
        adapter.endpointActivation(server.factory(), spec);
        try (Conversation client = new Conversation(port)) {
            client.expect("220");
            client.say("EHLO client.example.org", "250 ");
            client.sendMail("ann@example.org", recipient, "Subject: " + subject + "\r\n\r\nHello\r\n")
                    .expect(start);
        }
        await().until(() -> server.endpoints.get() == 0);
    }

    @Test
    void theMethodThatFitsIsCalledInATransaction() throws Exception {
        expectAnswer("support+42@example.net", "hi", "250 2.0.0 Accepted as ");
        assertEquals("onMail", calls.take());
        assertEquals("42 Hello", calls.take());
    }

    @Test
    void withoutATransactionItIsCalledAllTheSame() throws Exception {
        server.transacted = false;
        expectAnswer("support+42@example.net", "hi", "250 2.0.0 Accepted as ");
        assertEquals("42 Hello", calls.take());
        assertEquals(
                Status.STATUS_NO_TRANSACTION,
                server.getTransactionSynchronizationRegistry().getTransactionStatus());
    }

    @Test
    void mailThatFitsNoMethodIsRefused() throws Exception {
        expectAnswer("support+x@example.net", "hi", "550 5.7.1 The application takes no such mail");
        assertTrue(calls.isEmpty());
    }

    @Test
    void aRefusalOfTheMethodIsTheReply() throws Exception {
        expectAnswer("sales@example.net", "hi", "452 4.3.1 Sold out for today");
    }

    @Test
    void anyExceptionLeavesTheMailWithTheClient() throws Exception {
        expectAnswer("bob@example.net", "More please", "451 4.3.0 ");
    }

    @Test
    void whatIsNotClearFailsTheDeployment() {
        server.beanClass = Tied.class;
        String told = assertThrows(ResourceException.class, () -> adapter.endpointActivation(server.factory(), spec))
                .getMessage();
        assertTrue(told.startsWith("the bean can't take mail: a mail could fit "), told);
        server.beanClass = Both.class;
        told = assertThrows(ResourceException.class, () -> adapter.endpointActivation(server.factory(), spec))
                .getMessage();
        assertTrue(told.endsWith("is both a MailListener and an AnnotatedMailListener: leave one"), told);
    }
}
