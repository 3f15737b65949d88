package dev.postern.ear;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the gateway's own beans do on every application server: a mail that is answered 250 is in the topic. */
interface GatewayContract {
    String ACCEPTED = "250 2.0.0 Accepted as ";
    String MAIL = "Subject: hi\r\nBcc: secret@example.net\r\n\r\nHello\r\n..dot\r\n";

    /** A session with the gateway's listener. */
    static Conversation gateway() throws IOException {
        return greeted(Surroundings.port(Surroundings.GATEWAY_PORT));
    }

    static Conversation greeted(int port) throws IOException {
        Conversation client = new Conversation(port);
        client.expect("220 ");
        client.say("EHLO client.example.org", "250 ");
        return client;
    }

    /** Sends until the application has come up: ports open before a deployment ends. */
    static String acceptedId(Conversation client, String recipient) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            String reply = client.sendMail("ann@example.org", recipient, MAIL).reply();
            if (reply.startsWith(ACCEPTED)) {
                return reply.substring(ACCEPTED.length());
            }
            assertTrue(reply.startsWith("451 4.3.2 The application is not ready"), reply);
            LockSupport.parkNanos(200_000_000);
        }
        throw new AssertionError("the application does not come up");
    }

    @Test
    default void anAcceptedMailIsInTheTopic() throws IOException {
        try (Conversation client = gateway();
                Topic topic = new Topic("mail-in")) {
            String id = acceptedId(client, "bob@example.net");
            List<ConsumerRecord<String, byte[]>> records = topic.upTo(id);
            ConsumerRecord<String, byte[]> record = records.get(records.size() - 1);
            assertEquals("ann@example.org", header(record, "mail.from"));
            assertEquals("bob@example.net", header(record, "mail.to"));
            assertEquals(id, header(record, "mail.id"));
            String content = new String(record.value(), ISO_8859_1);
            assertTrue(content.contains(" id " + id), content);
            assertTrue(content.endsWith("Subject: hi\r\n\r\nHello\r\n.dot\r\n"), content);
        }
    }

    @Test
    default void aMailOfMoreThanTheAnnouncedSizeIsRefusedBeforeItIsSent() throws IOException {
        try (Conversation client = gateway()) {
            client.say("MAIL FROM:<ann@example.org> SIZE=20971520", "552 5.3.4 ");
        }
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
