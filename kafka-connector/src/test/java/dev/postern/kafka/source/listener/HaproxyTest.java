package dev.postern.kafka.source.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.source.MailSourceTask;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Haproxy;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of two workers behind a load balancer, as the README sets one up. */
@RequiresPeer("haproxy")
@Timeout(60)
class HaproxyTest {
    private static final RecordMetadata STORED = new RecordMetadata(new TopicPartition("mail", 0), 7, 0, 0, 0, 0);

    private final MailSourceTask one = new MailSourceTask();
    private final MailSourceTask other = new MailSourceTask();
    private Haproxy haproxy;

    @BeforeEach
    void start() throws IOException {
        int first = start(one);
        haproxy = Haproxy.before(List.of(first, start(other)));
    }

    private static int start(MailSourceTask task) throws IOException {
        int port = FreePort.onLoopback();
        task.start(Map.of(
                "name",
                "inbound",
                "topic",
                "mail",
                "listen.port",
                String.valueOf(port),
                "hostname",
                "mx.example.org",
                "proxy.networks",
                "127.0.0.1"));
        return port;
    }

    @AfterEach
    void stop() throws IOException {
        haproxy.close();
        one.stop();
        other.stop();
    }

    @Test
    void aClientIsKnownByItsAddressAndAlwaysFindsAWorker() throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.2", 0)); // not the proxy's own address
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.port()));
        try (Conversation client = new Conversation(socket)) {
            client.expect("220 ");
            client.say("EHLO client.example", "250 ");
            SourceRecord record = send(client, List.of(one, other));
            assertEquals(
                    "127.0.0.2", record.headers().lastWithName("mail.client").value());
        }
        one.stop();
        for (int i = 0; i < 2; i++) {
            try (Conversation client = new Conversation(haproxy.port())) {
                client.expect("220 ");
                client.say("EHLO client.example", "250 ");
                send(client, List.of(other));
            }
        }
    }

    private static SourceRecord send(Conversation client, List<MailSourceTask> tasks) throws Exception {
        client.say("MAIL FROM:<ann@example.org>", "250 ");
        client.say("RCPT TO:<bob@example.net>", "250 ");
        client.say("DATA", "354 ");
        client.send("Subject: x\r\n\r\nHi\r\n.\r\n");
        SourceRecord record = await().until(() -> poll(tasks), polled -> polled != null);
        client.expect("250 2.0.0 Accepted as " + record.key());
        return record;
    }

    /** What one of them has, and tells its client that it is stored; null for nothing. */
    private static @Nullable SourceRecord poll(List<MailSourceTask> tasks) throws InterruptedException {
        for (MailSourceTask task : tasks) {
            List<SourceRecord> records = task.poll();
            if (records != null) {
                task.commitRecord(records.get(0), STORED);
                return records.get(0);
            }
        }
        return null;
    }
}
