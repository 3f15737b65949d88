package dev.postern.kafka.source.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
    private static final Reply STORED = Reply.of(250, "2.0.0", "Stored");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static final class Closable implements Message {
        private final int size;
        private volatile boolean closed;

        Closable(int size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[size]);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static CompletableFuture<Reply> accept(Inbox inbox, String id, Message message) {
        return inbox.accept(Envelope.of(id).build(), message).toCompletableFuture();
    }

    private static List<String> ids(List<Inbox.Mail> mails) {
        return mails.stream().map(mail -> mail.envelope().id()).toList();
    }

    @Test
    void aBrokerThatIsSilentGetsNoMore() throws Exception {
        Inbox inbox = new Inbox(LONG, new Inbox.Window(1_000_000, Duration.ZERO));
        CompletableFuture<Reply> first = accept(inbox, "1", new Closable(10));
        accept(inbox, "2", new Closable(10));
        List<Inbox.Mail> handedOver = inbox.poll(10, SHORT);
        assertEquals(List.of("1"), ids(handedOver));
        assertEquals(List.of(), inbox.poll(10, SHORT));
        assertTrue(handedOver.get(0).settle(STORED));
        assertEquals(STORED, first.join());
        assertEquals(List.of("2"), ids(inbox.poll(10, LONG)));
    }

    @Test
    void aMailThatExpiredWithABrokerHoldsTheWindowUntilTheBrokerSpeaks() throws Exception {
        Inbox inbox = new Inbox(SHORT, new Inbox.Window(1_000_000, Duration.ZERO));
        CompletableFuture<Reply> first = accept(inbox, "1", new Closable(10));
        List<Inbox.Mail> handedOver = inbox.poll(10, LONG);
        assertEquals(451, first.join().code());
        accept(inbox, "2", new Closable(10));
        assertEquals(List.of(), inbox.poll(10, SHORT));
        assertFalse(handedOver.get(0).settle(STORED), "its client was answered before");
    }

    @Test
    void theOctetsWithTheBrokerAreBoundedButOneMailAlwaysGoes() throws Exception {
        Inbox inbox = new Inbox(LONG, new Inbox.Window(100, LONG));
        accept(inbox, "1", new Closable(500));
        accept(inbox, "2", new Closable(60));
        accept(inbox, "3", new Closable(60));
        accept(inbox, "4", new Closable(60));
        List<Inbox.Mail> large = inbox.poll(10, SHORT);
        assertEquals(List.of("1"), ids(large));
        large.get(0).settle(STORED);
        assertEquals(List.of("2", "3"), ids(inbox.poll(10, SHORT)));
    }

    @Test
    void whatExpiresUnpolledGivesItsPlaceBackAtOnce() throws Exception {
        Inbox inbox = new Inbox(SHORT, new Inbox.Window(100, LONG));
        Closable message = new Closable(10);
        assertEquals(451, accept(inbox, "1", message).join().code());
        await().until(() -> message.closed);
        assertEquals(List.of(), inbox.poll(10, SHORT));
    }

    @Test
    void theStopWaitsForTheBrokerAndRefusesTheRest() throws Exception {
        Inbox inbox = new Inbox(LONG, new Inbox.Window(100, LONG));
        CompletableFuture<Reply> taken = accept(inbox, "1", new Closable(10));
        CompletableFuture<Reply> silent = accept(inbox, "2", new Closable(10));
        List<Inbox.Mail> handedOver = inbox.poll(10, LONG);
        Closable queued = new Closable(10);
        CompletableFuture<Reply> refused = accept(inbox, "3", queued);
        CompletableFuture<Void> acknowledged =
                refused.thenRunAsync(() -> handedOver.get(0).settle(STORED));
        inbox.stop(Duration.ofMillis(500));
        acknowledged.join();
        assertEquals(STORED, taken.join());
        assertEquals(451, silent.join().code());
        assertEquals(451, refused.join().code());
        assertTrue(queued.closed);
        assertEquals(451, accept(inbox, "4", new Closable(10)).join().code());
    }
}
