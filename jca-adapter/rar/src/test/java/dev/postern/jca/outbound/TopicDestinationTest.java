package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailConnection;
import dev.postern.jca.MailSendException;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.smtp.Reply;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.resource.spi.LocalTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application sends through a connection factory becomes records that the sink sends. */
@Timeout(180)
class TopicDestinationTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static KafkaBroker broker;
    private FakeServer server;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.builder(System.getProperty("java.class.path")).start(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer(directory.resolve("journal"), any -> Reply.of(250, "2.0.0", "Taken"));
        PosternManagedConnectionFactory factory = server.settings();
        factory.setName("mails");
        factory.setRelay("");
        factory.setTls("");
        factory.setDestination("kafka");
        factory.setBootstrapServers(broker.bootstrapServers());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MimeMessage message(String text) throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom("ann@example.org");
        message.setRecipients(RecipientType.TO, "bob@example.net");
        message.setRecipients(RecipientType.BCC, "cy@example.net");
        message.setSubject("An order");
        message.setText(text);
        return message;
    }

    private static void check(String text, OutgoingMail mail) throws IOException {
        assertEquals("ann@example.org", String.valueOf(mail.envelope().reversePath()));
        assertEquals(
                "[bob@example.net, cy@example.net]",
                mail.envelope().recipients().toString());
        String content = new String(mail.message().toByteArray(), StandardCharsets.ISO_8859_1);
        assertTrue(content.endsWith("\r\n\r\n" + text), content);
        assertFalse(content.contains("cy@example.net"), content);
    }

    @Test
    void outsideOfATransactionTheRecordIsThereWhenSendReturns() throws Exception {
        server.settings().setTopic("now");
        try (MailConnection connection = server.connections().getConnection();
                MailTopic topic = new MailTopic(broker.bootstrapServers(), "now")) {
            connection.send(message("one"));
            assertEquals(1, topic.rest());
            check("one", topic.next());
        }
        assertEquals(0, server.mails.size());
    }

    @Test
    void inATransactionItIsThereAfterTheCommitAlone() throws Exception {
        server.settings().setTopic("later");
        try (MailConnection connection = server.connections().getConnection();
                MailTopic topic = new MailTopic(broker.bootstrapServers(), "later")) {
            LocalTransaction transaction = server.last.getLocalTransaction();
            transaction.begin();
            connection.send(message("forgotten"));
            transaction.rollback();
            transaction.begin();
            connection.send(message("one"));
            connection.send(message("two"));
            assertEquals(0, topic.rest());
            transaction.commit();
            check("one", topic.next());
            check("two", topic.next());
            assertEquals(0, topic.rest());
        }
    }

    @Test
    void whileTheBrokerIsAwayMailOfATransactionWaits() throws Exception {
        server.settings().setTopic("waiting");
        try (MailConnection connection = server.connections().getConnection();
                MailTopic topic = new MailTopic(broker.bootstrapServers(), "waiting")) {
            broker.kill();
            LocalTransaction transaction = server.last.getLocalTransaction();
            transaction.begin();
            connection.send(message("one"));
            transaction.commit();
            broker.restart();
            check("one", topic.next());
        }
    }

    @Test
    void mailThatNoBrokerHasTakenOutlivesTheAdapter() throws Exception {
        String brokers = server.settings().getBootstrapServers();
        server.settings().setTopic("restart");
        server.settings().setBootstrapServers("127.0.0.1:" + FreePort.onLoopback());
        try (MailConnection connection = server.connections().getConnection()) {
            LocalTransaction transaction = server.last.getLocalTransaction();
            transaction.begin();
            connection.send(message("one"));
            transaction.commit();
        }
        server.undeploy();
        server.settings().setBootstrapServers(brokers);
        server.connections().getConnection().close();
        try (MailTopic topic = new MailTopic(broker.bootstrapServers(), "restart")) {
            check("one", topic.next());
            assertEquals(
                    "topic:restart of " + brokers,
                    String.valueOf(server.last.outlet().settings()));
        }
    }

    @Test
    void whileTheBrokerIsAwaySendingAtOnceFailsInBoundedTime() throws Exception {
        server.settings().setTopic("never");
        server.settings().setBootstrapServers("127.0.0.1:" + FreePort.onLoopback());
        try (MailConnection connection = server.connections().getConnection()) {
            MailSendException failure = assertThrows(MailSendException.class, () -> connection.send(message("one")));
            assertEquals(2, failure.deferred().size());
            assertTrue(
                    String.valueOf(failure.getMessage())
                            .contains("bob@example.net does not get it now: Topic never not present in metadata after"),
                    failure.getMessage());
        }
    }
}
