package dev.postern.jca.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailRejectedException;
import dev.postern.mail.ContentLimitException;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import io.netty.util.internal.InternalThreadLocalMap;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is told, on the wire, for what becomes of its mail in the bean. */
@Timeout(60)
class PosternResourceAdapterTest {
    private static final String CONTENT = "Subject: hi\r\nBcc: secret@example.net\r\n\r\nHello\r\n";

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final MessageEndpointFactory factory = server.factory();
    private final MailActivationSpec spec = new MailActivationSpec();

    @BeforeEach
    void start() throws IOException {
        adapter.start(server);
        spec.setListenPort(String.valueOf(FreePort.onLoopback()));
        spec.setHostname("gateway.example.org");
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private int port() {
        return Integer.parseInt(String.valueOf(spec.getListenPort()));
    }

    private Conversation client() throws IOException {
        Conversation client = new Conversation(port());
        client.expect("220 gateway.example.org ");
        client.say("EHLO client.example.org", "250 ");
        return client;
    }

    private Conversation sent() throws IOException {
        return client().sendMail("ann@example.org", "bob@example.net", CONTENT);
    }

    private void expectAnswer(String start) throws Exception {
        adapter.endpointActivation(factory, spec);
        try (Conversation client = sent()) {
            client.expect(start);
        }
        await().until(() -> server.endpoints.get() == 0);
    }

    @Test
    void aCommittedMailIsAcceptedUnderItsId() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        AtomicReference<String> content = new AtomicReference<>();
        AtomicReference<String> subject = new AtomicReference<>();
        AtomicReference<InboundMail> kept = new AtomicReference<>();
        server.bean = mail -> {
            kept.set(mail);
            seen.set(mail.id() + mail.envelope().recipients());
            try {
                content.set(new String(mail.open().readAllBytes(), StandardCharsets.ISO_8859_1));
                subject.set(mail.mimeMessage().getSubject());
                assertEquals(content.get().length(), mail.size());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        adapter.endpointActivation(factory, spec);
        try (Conversation client = sent()) {
            String reply = client.expect("250 2.0.0 Accepted as ");
            assertEquals(reply.substring("250 2.0.0 Accepted as ".length()) + "[bob@example.net]", seen.get());
        }
        assertEquals("hi", subject.get());
        assertTrue(content.get().startsWith("Received: from client.example.org"), content.get());
        assertTrue(content.get().endsWith("Subject: hi\r\n\r\nHello\r\n"), content.get());
        await().untilAsserted(() ->
                assertThrows(IllegalStateException.class, () -> kept.get().open()));
    }

    @Test
    void threadsOfTheServerKeepNothingOfOurs() throws Exception {
        InternalThreadLocalMap.remove();
        adapter.endpointActivation(factory, spec);
        assertNull(InternalThreadLocalMap.getIfSet(), "behind the activation");
        adapter.endpointDeactivation(factory, spec);
        assertNull(InternalThreadLocalMap.getIfSet(), "behind the deactivation");
        adapter.stop();
        assertNull(InternalThreadLocalMap.getIfSet(), "behind the stop");
    }

    @Test
    void bccStaysWhereItIsWanted() throws Exception {
        BlockingQueue<String> content = new LinkedBlockingQueue<>();
        server.bean = mail -> content.add(
                assertDoesNotThrow(() -> new String(mail.open().readAllBytes(), StandardCharsets.ISO_8859_1)));
        spec.setStripBcc(false);
        expectAnswer("250 ");
        assertTrue(content.take().contains("\r\nBcc: secret@example.net\r\n"));
    }

    @Test
    void aBeanIsToldWhoStandsBehindAMailWhereThatIsFoundOut() throws Exception {
        BlockingQueue<Optional<ResultsField>> origins = new LinkedBlockingQueue<>();
        server.bean = mail -> origins.add(Optional.ofNullable(mail.origin()));
        spec.setAcceptedDomains("example.net");
        spec.setOriginCheck("true");
        spec.setDnsServers("127.0.0.1:" + FreePort.onLoopback()); // nobody can tell
        expectAnswer("250 ");
        ResultsField origin = origins.take().orElseThrow();
        assertEquals("gateway.example.org", origin.authservId());
        assertEquals("temperror", origin.of("spf").orElseThrow().result());
        assertEquals("none", origin.of("dkim").orElseThrow().result());
        assertEquals("permerror", origin.of("dmarc").orElseThrow().result(), "there is no From");
    }

    @Test
    void aBeanIsToldOfNoOriginWhereNobodyLooks() throws Exception {
        BlockingQueue<Optional<ResultsField>> origins = new LinkedBlockingQueue<>();
        server.bean = mail -> origins.add(Optional.ofNullable(mail.origin()));
        expectAnswer("250 ");
        assertEquals(Optional.empty(), origins.take());
    }

    @Test
    void aBeanThatThrowsLeavesTheMailWithTheClient() throws Exception {
        server.bean = mail -> {
            throw new IllegalStateException("broken");
        };
        expectAnswer("451 4.3.0 ");
    }

    @Test
    void aMailThatIsMoreThanIsReadOfOneIsRefusedForGood() throws Exception {
        server.bean = mail -> {
            throw new UncheckedIOException(new ContentLimitException("its parts are nested deeper than 50"));
        };
        expectAnswer("554 5.6.0 The content of the mail is more than is read of one");
    }

    @Test
    void anErrorInTheBeanIsAnsweredToo() throws Exception {
        server.bean = mail -> {
            throw new StackOverflowError();
        };
        expectAnswer("451 4.3.0 ");
    }

    @Test
    void aTransactionMarkedForRollbackLeavesTheMailWithTheClient() throws Exception {
        server.bean = mail -> server.setRollbackOnly();
        expectAnswer("451 4.3.0 ");
    }

    @Test
    void aTransactionThatFailsAtCommitLeavesTheMailWithTheClient() throws Exception {
        server.failsAtCommit = true;
        expectAnswer("451 4.3.0 ");
    }

    @Test
    void anApplicationExceptionRollsBackThoughTheContainerWouldCommit() throws Exception {
        AtomicInteger statusBehind = new AtomicInteger();
        server.bean = mail -> {
            server.getTransactionSynchronizationRegistry()
                    .registerInterposedSynchronization(new jakarta.transaction.Synchronization() {
                        @Override
                        public void beforeCompletion() {}

                        @Override
                        public void afterCompletion(int status) {
                            statusBehind.set(status);
                        }
                    });
            throw new MailRejectedException("Not for us");
        };
        expectAnswer("550 5.7.1 Not for us");
        assertEquals(jakarta.transaction.Status.STATUS_ROLLEDBACK, statusBehind.get());
    }

    @Test
    void aRefusalIsFoundBehindTheContainersException() throws Exception {
        server.bean = mail -> {
            throw new IllegalStateException(new MailRejectedException(452, "4.2.2", "Mailbox full"));
        };
        expectAnswer("452 4.2.2 Mailbox full");
    }

    @Test
    void withoutATransactionTheBeansReturnDecides() throws Exception {
        server.transacted = false;
        expectAnswer("250 2.0.0 ");
    }

    @Test
    void withoutATransactionTheBeansExceptionDecides() throws Exception {
        server.transacted = false;
        server.bean = mail -> {
            throw new IllegalStateException("broken");
        };
        expectAnswer("451 4.3.0 ");
    }

    @Test
    void beforeTheApplicationIsReadyTheClientIsAskedToComeBack() throws Exception {
        server.ready = false;
        expectAnswer("451 4.3.2 The application is not ready");
    }

    @Test
    void withoutAThreadTheClientIsAskedToComeBack() throws Exception {
        server.outOfThreads = true;
        adapter.endpointActivation(factory, spec);
        try (Conversation client = sent()) {
            client.expect("451 4.3.2 The application server is busy");
            server.outOfThreads = false;
            client.sendMail("ann@example.org", "bob@example.net", CONTENT).expect("250 ");
        }
    }

    @Test
    void theDeadlineAnswersAndTheLateTransactionRollsBack() throws Exception {
        spec.setReplyDeadlineMs(100);
        CountDownLatch answered = new CountDownLatch(1);
        BlockingQueue<Integer> outcome = new LinkedBlockingQueue<>();
        server.bean = mail -> {
            server.getTransactionSynchronizationRegistry()
                    .registerInterposedSynchronization(new jakarta.transaction.Synchronization() {
                        @Override
                        public void beforeCompletion() {}

                        @Override
                        public void afterCompletion(int status) {
                            outcome.add(status);
                        }
                    });
            assertDoesNotThrow(() -> answered.await());
        };
        adapter.endpointActivation(factory, spec);
        try (Conversation client = sent()) {
            client.expect("451 4.3.2 Not stored before the deadline");
            answered.countDown();
            assertEquals(jakarta.transaction.Status.STATUS_ROLLEDBACK, outcome.take());
        }
    }

    @Test
    void aBeanWithoutTransactionIsWaitedForOnceItHasBegun() throws Exception {
        server.transacted = false;
        spec.setReplyDeadlineMs(50);
        AtomicInteger calls = new AtomicInteger();
        server.bean = mail -> {
            calls.incrementAndGet();
            assertDoesNotThrow(() -> TimeUnit.MILLISECONDS.sleep(60)); // longer than the deadline
        };
        adapter.endpointActivation(factory, spec);
        while (calls.get() == 0) { // a slow machine may miss the deadline before the bean is called
            try (Conversation client = sent()) {
                String reply = client.reply();
                assertTrue(reply.startsWith(calls.get() == 1 ? "250 " : "451 4.3.2 "), reply);
            }
        }
    }

    @Test
    void onlySoManyMailsAreWithTheBeanAtATime() throws Exception {
        spec.setDeliveriesMax(3);
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        server.bean = mail -> {
            three.countDown();
            assertDoesNotThrow(() -> release.await());
        };
        adapter.endpointActivation(factory, spec);
        List<Conversation> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(sent());
        }
        assertTrue(three.await(10, TimeUnit.SECONDS));
        release.countDown();
        for (Conversation client : clients) {
            client.expect("250 ");
            client.close();
        }
        assertEquals(3, server.mostEndpoints.get());
    }

    @Test
    void whoWaitsTooLongForATurnNeverReachesTheBean() throws Exception {
        spec.setDeliveriesMax(1);
        spec.setReplyDeadlineMs(200);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        server.bean = mail -> {
            calls.incrementAndGet();
            assertDoesNotThrow(() -> release.await());
        };
        adapter.endpointActivation(factory, spec);
        try (Conversation first = sent()) {
            await().until(() -> calls.get() == 1);
            try (Conversation second = sent()) {
                second.expect("451 4.3.2 ");
                first.expect("451 4.3.2 ");
                release.countDown();
                await().until(() -> server.endpoints.get() == 0);
                second.sendMail("ann@example.org", "bob@example.net", CONTENT).expect("250 ");
            }
        }
        assertEquals(2, calls.get());
    }

    @Test
    void deactivationFreesThePortAndAnswersWhoWaits() throws Exception {
        spec.setDeliveriesMax(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.bean = mail -> {
            begun.countDown();
            assertDoesNotThrow(() -> release.await());
        };
        adapter.endpointActivation(factory, spec);
        try (Conversation atTheBean = sent()) {
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            try (Conversation waiting = sent();
                    Conversation idle = client()) {
                Thread undeploy = new Thread(() -> adapter.endpointDeactivation(factory, spec));
                undeploy.start();
                waiting.expect("451 4.3.2 The gateway is stopping");
                idle.expect("421 4.3.2 ");
                assertTrue(undeploy.isAlive());
                release.countDown();
                atTheBean.expect("250 ");
                undeploy.join();
            }
        }
        try (ServerSocket free = new ServerSocket(port(), 1, InetAddress.getLoopbackAddress())) {
            assertTrue(free.isBound());
        }
    }

    @Test
    void thePortIsNamedWhenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            spec.setListenPort(String.valueOf(taken.getLocalPort()));
            ResourceException refused =
                    assertThrows(ResourceException.class, () -> adapter.endpointActivation(factory, spec));
            assertTrue(
                    refused.getMessage()
                            .matches("the listener .* can't be opened: can't listen on 127\\.0\\.0\\.1:"
                                    + taken.getLocalPort()
                                    + ": .*; set listenHost and listenPort to what is free on this machine"),
                    refused.getMessage());
        }
    }

    @Test
    void twoBeansHaveAListenerEach() throws Exception {
        AtomicBoolean called = new AtomicBoolean();
        server.bean = mail -> called.set(true);
        MessageEndpointFactory other = server.factory();
        MailActivationSpec otherSpec = new MailActivationSpec();
        otherSpec.setListenPort(String.valueOf(FreePort.onLoopback()));
        adapter.endpointActivation(factory, spec);
        adapter.endpointActivation(other, otherSpec);
        adapter.endpointDeactivation(other, otherSpec);
        assertFalse(called.get());
        try (Conversation client = sent()) {
            client.expect("250 ");
        }
        assertTrue(called.get());
    }
}
