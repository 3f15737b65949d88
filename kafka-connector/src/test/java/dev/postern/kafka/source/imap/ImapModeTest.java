package dev.postern.kafka.source.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mailboxes of a real Dovecot. */
@Timeout(120)
@RequiresPeer({"dovecot"})
class ImapModeTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws IOException {
        Dovecot.Builder builder = Dovecot.builder();
        IntStream.range(0, 30).forEach(i -> builder.user("user" + i + "@example.net", ImapBox.PASSWORD));
        dovecot = builder.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static ImapBox box() throws IOException {
        return new ImapBox(dovecot, "user" + USERS.getAndIncrement() + "@example.net");
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    @Rfc({"9051#6.4.5", "2177#3"})
    void whatIsThereIsReadAndWhatComesIsHeardOfAndNoFlagIsSet() throws Exception {
        ImapBox box = box();
        box.deliver(0, 30);
        try (TaskDriver task = box.driver().start()) {
            List<SourceRecord> records = task.take(30);
            assertEquals(range(0, 30), ImapBox.numbers(records));
            assertEquals(
                    ImapBox.mail(3, "Hi 3").replace("\n", "\r\n"),
                    new String((byte[]) records.get(3).value(), UTF_8));
            assertEquals("INBOX", TaskDriver.header(records.get(3), MailboxAttributes.FOLDER));
            assertEquals("4", TaskDriver.header(records.get(3), MailboxAttributes.UID));
            assertEquals("all", TaskDriver.header(records.get(3), MailboxAttributes.CONTENT));
            long start = System.nanoTime();
            box.deliver(30, 31);
            assertEquals(List.of(30), ImapBox.numbers(task.take(1)));
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos(), "it was not told of");
        }
        assertFalse(box.commands("SELECT INBOX", "FETCH 1:* (FLAGS)").contains("Seen)"));
    }

    @Test
    @Rfc("9051#2.3.1.1")
    void aRestartGoesOnWhereTheBrokerWas() throws Exception {
        ImapBox box = box();
        box.deliver(0, 10);
        try (TaskDriver task = box.driver().set("imap.batch", "3").start()) {
            task.acknowledge(task.poll(10).subList(0, 4));
            task.stop();
            box.deliver(10, 12);
            task.start();
            assertEquals(range(4, 12), ImapBox.numbers(task.take(8)));
        }
    }

    @Test
    void mailThatWasThereBeforeUsIsLeftWhereThatIsAskedFor() throws Exception {
        ImapBox box = box();
        box.deliver(0, 3);
        try (TaskDriver task = box.driver().set("imap.start", "new").start()) {
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(1_500)));
            box.deliver(3, 4);
            assertEquals(List.of(3), ImapBox.numbers(task.take(1)));
        }
    }

    @Test
    void connectionsThatAreCutAnywhereLoseNothingAndRepeatNothing() throws Exception {
        ImapBox box = box();
        box.deliver(0, 60);
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.imapPort());
                TaskDriver task = new TaskDriver(box.settings(proxy.port()))
                        .set("imap.batch", "7")
                        .set("imap.retry.max.ms", "40")) {
            for (long cut = 1; cut < 12_000; cut += cut < 1_500 ? 90 : 1_700) {
                proxy.cutNextBehind(cut);
            }
            task.start();
            List<SourceRecord> records = new ArrayList<>(task.take(60));
            assertTrue(proxy.connections() > 15, "cuts: " + proxy.connections());
            box.deliver(60, 65);
            records.addAll(task.take(5));
            proxy.cutAll(); // while it waits for news
            box.deliver(65, 70);
            records.addAll(task.take(5));
            records.addAll(task.pollFor(Duration.ofMillis(300)));
            assertEquals(range(0, 70), ImapBox.numbers(records));
        }
    }

    @Test
    void aServerThatFallsSilentDoesNotKeepTheTaskFromStopping() throws Exception {
        ImapBox box = box();
        box.deliver(0, 1);
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.imapPort());
                TaskDriver task = new TaskDriver(box.settings(proxy.port())).start()) {
            task.take(1);
            proxy.fallSilent();
            long start = System.nanoTime();
            task.stop();
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
        }
    }

    @Test
    @Rfc({"9051#2.3.1.1", "3501#2.3.1.1"})
    void mailThatIsDeletedMeanwhileIsPassedOver() throws Exception {
        ImapBox box = box();
        box.deliver(0, 20);
        expunge(box, "5:8");
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.imapPort());
                TaskDriver task = new TaskDriver(box.settings(proxy.port()))) {
            AtomicReference<String> answer = new AtomicReference<>();
            proxy.atNext("BODY.PEEK[]", () -> answer.set(expunge(box, "16")));
            task.start();
            List<Integer> expected = new ArrayList<>(range(0, 4));
            expected.addAll(range(8, 19));
            assertEquals(expected, ImapBox.numbers(task.take(expected.size())));
            assertTrue(answer.get().contains("* 16 EXPUNGE"), answer.get());
            box.deliver(20, 22);
            assertEquals(range(20, 22), ImapBox.numbers(task.take(2)));
        }
    }

    /** What the server says when these mails of a box are deleted for good. */
    private static String expunge(ImapBox box, String numbers) {
        try {
            return box.commands("SELECT INBOX", "STORE " + numbers + " +FLAGS (\\Deleted)", "EXPUNGE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
