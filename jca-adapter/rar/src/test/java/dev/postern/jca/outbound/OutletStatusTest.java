package dev.postern.jca.outbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailConnection;
import dev.postern.jca.MailSendException;
import dev.postern.mail.MessageBuilder;
import dev.postern.smtp.Reply;
import jakarta.resource.spi.LocalTransaction;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator sees of a connection factory in JMX. */
@Timeout(60)
class OutletStatusTest {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private static void send(MailConnection connection, String recipient) throws Exception {
        connection.send(new MessageBuilder(recipient, Instant.EPOCH)
                .from("ann@example.org")
                .to(recipient)
                .text("hello")
                .build());
    }

    private static Object of(ObjectName name, String attribute) throws JMException {
        return JMX.getAttribute(name, attribute);
    }

    @Test
    void itTellsWhatBecameOfMail(@TempDir Path directory) throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        ObjectName name = new ObjectName("dev.postern:type=ConnectionFactory,name=\"watched\"");
        try (FakeServer server = new FakeServer(
                directory.resolve("journal"),
                envelope -> envelope.recipients().toString().contains("nobody")
                        ? Reply.of(550, "5.1.1", "No such user")
                        : away.get() ? Reply.of(451, "4.3.0", "Not now") : Reply.of(250, "2.0.0", "Taken"))) {
            server.settings().setName("watched");
            try (MailConnection connection = server.connections().getConnection()) {
                assertEquals(server.settings().getRelay(), of(name, "Relay"));
                assertThrows(MailSendException.class, () -> send(connection, "nobody@example.net"));
                assertEquals(1L, of(name, "Bounced"));
                LocalTransaction transaction = server.last.getLocalTransaction();
                transaction.begin();
                send(connection, "bob@example.net");
                transaction.commit();
            }
            await().untilAsserted(() -> assertTrue((Long) of(name, "Deferred") > 0));
            await().untilAsserted(() -> assertEquals(1, of(name, "Queued")));
            away.set(false);
            await().untilAsserted(() -> assertEquals(1L, of(name, "Sent")));
            await().untilAsserted(() -> assertEquals(0, of(name, "Queued")));
            assertEquals(0L, of(name, "Expired"));
            assertEquals(true, of(name, "JournalWritable"));
            server.undeploy();
            assertFalse(JMX.isRegistered(name));
        }
    }
}
