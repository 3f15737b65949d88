package dev.postern.kafka.source.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.MailSourceTask;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mode's rules in a task, with a client of ours and no worker; the real worker is in ConnectClusterTest. */
@Timeout(60)
class ListenerModeTest {
    private static final RecordMetadata STORED = new RecordMetadata(new TopicPartition("mail", 0), 7, 0, 0, 0, 0);

    private final MailSourceTask task = new MailSourceTask();
    private Deliverer client;

    @AfterEach
    void stop() {
        task.stop();
        if (client != null) {
            client.close();
        }
    }

    private void start(Map<String, String> more) throws IOException {
        int port = freePort();
        Map<String, String> settings = new HashMap<>(
                Map.of("topic", "mail", "listen.port", String.valueOf(port), "hostname", "gateway.example.org"));
        settings.putAll(more);
        task.start(settings);
        client = new Deliverer(
                SmtpClient.builder("127.0.0.1", port)
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .build(),
                4,
                100);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private CompletableFuture<Outcome> send(String content) {
        Envelope envelope = Envelope.of("c")
                .reversePath(Address.parse("ann@example.org"))
                .recipient(Address.parse("bob@example.net"))
                .build();
        return client.deliver(envelope, Message.of(content.getBytes(US_ASCII)))
                .thenApply(outcomes -> outcomes.get(0))
                .toCompletableFuture();
    }

    private SourceRecord poll() {
        return await().until(
                        () -> {
                            List<SourceRecord> records = task.poll();
                            return records == null ? null : records.get(0);
                        },
                        record -> record != null);
    }

    private static String reply(CompletableFuture<Outcome> outcome) throws Exception {
        Outcome known = outcome.get(30, TimeUnit.SECONDS);
        return known instanceof Outcome.Delivered delivered
                ? delivered.reply().toString()
                : ((Outcome.Deferred) known).reason();
    }

    @Test
    void theClientHearsOfItWhenTheBrokerHasTheRecord() throws Exception {
        start(Map.of());
        CompletableFuture<Outcome> outcome = send("Subject: x\r\nBcc: cy@example.net\r\n\r\nHi\r\n");
        SourceRecord record = poll();
        assertFalse(outcome.isDone());
        task.commitRecord(record, STORED);
        assertEquals("250 2.0.0 Accepted as " + record.key(), reply(outcome));
        String value = new String((byte[]) record.value(), US_ASCII);
        assertTrue(value.startsWith("Received: ") && value.contains(String.valueOf(record.key())), value);
        assertTrue(value.endsWith("Subject: x\r\n\r\nHi\r\n"), value);
        assertEquals("mail", record.topic());
        assertEquals(
                "ann@example.org", record.headers().lastWithName("mail.from").value());
        assertEquals("bob@example.net", record.headers().lastWithName("mail.to").value());
        assertEquals(record.key(), record.headers().lastWithName("mail.id").value());
    }

    @Test
    void aRecordThatWasDroppedIsNotAcknowledged() throws Exception {
        start(Map.of());
        CompletableFuture<Outcome> outcome = send("\r\n");
        task.commitRecord(poll(), null);
        assertTrue(reply(outcome).startsWith("451 4.3.0 Not stored"), reply(outcome));
    }

    @Test
    void aMailThatNobodyPollsIsDeferredAtTheDeadlineAndNeverPolled() throws Exception {
        start(Map.of("reply.deadline.ms", "50"));
        assertTrue(reply(send("\r\n")).startsWith("451 4.3.2 Not stored before the deadline"));
        assertEquals(null, task.poll());
    }

    @Test
    void whatIsOpenAtTheStopIsDeferred() throws Exception {
        start(Map.of());
        CompletableFuture<Outcome> polled = send("\r\n");
        poll();
        CompletableFuture<Outcome> queued = send("\r\n");
        long start = System.nanoTime();
        task.stop();
        assertTrue(reply(polled).startsWith("451 4.3.2"), reply(polled));
        assertTrue(reply(queued).startsWith("4"), reply(queued));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5), "Connect gives a task 5 seconds");
    }

    @Test
    void theMailsWithConnectAreBoundedInOctets() throws Exception {
        start(Map.of(
                "producer.override.buffer.memory", "1100000",
                "message.size.max", "900000"));
        String content = ("x".repeat(98) + "\r\n").repeat(4_000);
        List<CompletableFuture<Outcome>> outcomes = List.of(send(content), send(content), send(content));
        List<SourceRecord> handedOver = new ArrayList<>();
        while (handedOver.size() < 3) {
            List<SourceRecord> records = task.poll();
            if (records != null) {
                assertTrue(records.size() <= 2, "550,000 octets are two mails of 400,000 at most");
                records.forEach(record -> task.commitRecord(record, STORED));
                handedOver.addAll(records);
            }
        }
        for (CompletableFuture<Outcome> outcome : outcomes) {
            assertTrue(reply(outcome).startsWith("250"), reply(outcome));
        }
    }

    @Test
    void recipientsThatMakeARecordTooLargeAreRefusedAndNotHandedOver() throws Exception {
        start(Map.of());
        Envelope.Builder envelope = Envelope.of("c").reversePath(Address.parse("ann@example.org"));
        for (int i = 0; i < 900; i++) {
            envelope.recipient(Address.parse("r" + i + "x".repeat(50) + "@" + "y".repeat(60) + ".example.net"));
        }
        String content = ("x".repeat(98) + "\r\n").repeat(9_700);
        CompletableFuture<Outcome> outcome = client.deliver(envelope.build(), Message.of(content.getBytes(US_ASCII)))
                .thenApply(outcomes -> outcomes.get(0))
                .toCompletableFuture();
        await().until(() -> task.poll() == null && outcome.isDone());
        Outcome.Bounced bounced = assertInstanceOf(Outcome.Bounced.class, outcome.get());
        assertTrue(bounced.reason().startsWith("552 5.3.4 Message and recipients together"), bounced.reason());
    }

    @Test
    void aPortThatIsTakenIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            ConnectException failure = assertThrows(ConnectException.class, () -> start(Map.of("listen.port", port)));
            assertTrue(failure.getMessage().startsWith("can't listen on 127.0.0.1:" + port), failure.getMessage());
        }
    }
}
