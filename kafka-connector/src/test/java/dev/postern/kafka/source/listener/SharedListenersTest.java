package dev.postern.kafka.source.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.MailSourceTask;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedListenersTest {
    private static final RecordMetadata STORED = new RecordMetadata(new TopicPartition("mail", 0), 7, 0, 0, 0, 0);

    private final List<MailSourceTask> tasks = new ArrayList<>();
    private final int port;

    SharedListenersTest() throws IOException {
        port = FreePort.onLoopback();
    }

    @AfterEach
    void stop() {
        tasks.forEach(MailSourceTask::stop);
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "name", "inbound", "topic", "mail", "listen.port", String.valueOf(port), "hostname", "mx.example.org"));
    }

    private MailSourceTask start(Map<String, String> settings) {
        MailSourceTask task = new MailSourceTask();
        task.start(settings);
        tasks.add(task);
        return task;
    }

    private static SourceRecord poll(MailSourceTask task) {
        return await().until(() -> task.poll(), records -> records != null).get(0);
    }

    private static void begin(Conversation client, String sender) throws IOException {
        client.expect("220 ");
        client.say("EHLO client.example", "250 ");
        client.say("MAIL FROM:<" + sender + ">", "250 ");
        client.say("RCPT TO:<bob@example.net>", "250 ");
        client.say("DATA", "354 ");
        client.send("Subject: x\r\n\r\nHi\r\n.\r\n");
    }

    @Test
    void mailGoesToTheTaskWithTheLeastToDo() throws Exception {
        MailSourceTask one = start(settings());
        MailSourceTask other = start(settings());
        try (Conversation first = new Conversation(port);
                Conversation second = new Conversation(port)) {
            begin(first, "ann@example.org");
            SourceRecord ofOne = poll(one);
            begin(second, "cy@example.org");
            SourceRecord ofOther = poll(other);
            other.commitRecord(ofOther, STORED);
            second.expect("250 2.0.0 Accepted as " + ofOther.key());
            one.commitRecord(ofOne, STORED);
            first.expect("250 2.0.0 Accepted as " + ofOne.key());
        }
    }

    @Test
    void aTaskThatEndsCutsNoConnection() throws Exception {
        MailSourceTask one = start(settings());
        MailSourceTask other = start(settings());
        try (Conversation client = new Conversation(port)) {
            begin(client, "ann@example.org");
            SourceRecord record = poll(one);
            one.stop();
            client.expect("451 4.3.2");
            one.commitRecord(record, STORED);
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.send("Subject: x\r\n\r\nHi\r\n.\r\n");
            SourceRecord again = poll(other);
            other.commitRecord(again, STORED);
            client.expect("250 2.0.0 Accepted as " + again.key());
        }
        other.stop();
        assertThrows(IOException.class, () -> new Conversation(port).close(), "nobody listens behind the last one");
    }

    @Test
    void anotherConnectorMayNotJoin() {
        start(settings());
        Map<String, String> settings = settings();
        settings.put("name", "other");
        ConnectException refused = assertThrows(ConnectException.class, () -> start(settings));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("listen.port: the connector inbound listens at "),
                refused::getMessage);
    }

    @Test
    void tasksOfOneConnectorAreAlike() {
        start(settings());
        Map<String, String> settings = settings();
        settings.put("accepted.domains", "example.net");
        ConnectException refused = assertThrows(ConnectException.class, () -> start(settings));
        assertTrue(String.valueOf(refused.getMessage()).contains("another accepted.domains"), refused::getMessage);
    }

    @Test
    void thePortIsFreeForTheNextConnectorBehindTheLastTask() throws Exception {
        start(settings()).stop();
        Map<String, String> settings = settings();
        settings.put("name", "other");
        MailSourceTask task = start(settings);
        try (Conversation client = new Conversation(port)) {
            begin(client, "ann@example.org");
            SourceRecord record = poll(task);
            task.commitRecord(record, STORED);
            client.expect("250 2.0.0 Accepted as " + record.key());
        }
    }
}
