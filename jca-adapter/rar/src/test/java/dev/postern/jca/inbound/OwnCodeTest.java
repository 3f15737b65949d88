package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verifier that comes with the bean's application, where nobody but that application's class loader finds it. */
@Timeout(60)
class OwnCodeTest {
    private static final String VERIFIER = "com.example.Customers";

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final MailActivationSpec spec = new MailActivationSpec();

    /** What the application's loader has under the name of the verifier. */
    public static class OnlyBob implements RecipientVerifier, AutoCloseable {
        static final AtomicInteger OPEN = new AtomicInteger();

        public OnlyBob() {
            OPEN.incrementAndGet();
        }

        @Override
        public CompletionStage<Answer> verify(Client client, Address recipient) {
            return CompletableFuture.completedFuture(
                    recipient.localPart().equals("bob") ? Answer.KNOWN : Answer.UNKNOWN);
        }

        @Override
        public void close() {
            OPEN.decrementAndGet();
        }
    }

    /** The bean's class as the application has it. */
    public static class Bean implements MailListener {
        @Override
        public void onMail(InboundMail mail) {}
    }

    /** Of an application that has a bean and a verifier; all else is the server's. */
    private static final class ApplicationLoader extends ClassLoader {
        ApplicationLoader() {
            super(OwnCodeTest.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(VERIFIER)) {
                return OnlyBob.class;
            }
            throw new ClassNotFoundException(name);
        }

        Class<?> bean() throws IOException {
            String file = Bean.class.getName().replace('.', '/') + ".class";
            try (InputStream code = getResourceAsStream(file)) {
                byte[] octets = code.readAllBytes();
                return defineClass(Bean.class.getName(), octets, 0, octets.length);
            }
        }
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    @Test
    void theBeansApplicationIsAskedForIt() throws Exception {
        int port = FreePort.onLoopback();
        spec.setListenPort(String.valueOf(port));
        spec.setHostname("gateway.example.org");
        spec.setRecipientVerifierClass(VERIFIER);
        spec.validate();
        adapter.start(server);
        String complaint = assertThrows(
                        InvalidPropertyException.class, () -> adapter.endpointActivation(server.factory(), spec))
                .getMessage();
        assertTrue(complaint.contains("recipientVerifierClass = com.example.Customers: is not found"), complaint);

        server.beanClass = new ApplicationLoader().bean();
        MessageEndpointFactory factory = server.factory();
        adapter.endpointActivation(factory, spec);
        assertEquals(1, OnlyBob.OPEN.get());
        try (Conversation client = new Conversation(port)) {
            client.expect("220");
            client.say("EHLO client.example.org", "250 ");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<cy@example.net>", "550 5.1.1");
            client.say("RCPT TO:<bob@example.net>", "250 ");
        }
        adapter.endpointDeactivation(factory, spec);
        assertEquals(0, OnlyBob.OPEN.get());
    }
}
