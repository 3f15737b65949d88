package dev.postern.kafka.source.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done to mails of a real Dovecot when the broker has them, and how much of them is read. */
@Timeout(120)
@RequiresPeer({"dovecot"})
class AfterAckTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws IOException {
        Dovecot.Builder builder = Dovecot.builder();
        IntStream.range(0, 10).forEach(i -> builder.user("user" + i + "@example.net", ImapBox.PASSWORD));
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

    private static String flags(ImapBox box, String folder) throws IOException {
        return box.commands("SELECT " + folder, "FETCH 1:* (UID FLAGS)");
    }

    @Test
    @Rfc({"4315#2.1", "9051#6.4.9"})
    void whatTheBrokerHasIsDeletedAndNothingElse() throws Exception {
        ImapBox box = box();
        box.deliver(0, 4);
        box.commands("SELECT INBOX", "STORE 4 +FLAGS (\\Deleted)"); // by somebody else
        try (TaskDriver task = box.driver().set("imap.after", "delete").start()) {
            List<SourceRecord> records = task.poll(4);
            assertTrue(flags(box, "INBOX").contains("* 4 EXISTS"));
            task.acknowledge(records.subList(0, 2));
            task.task().commitRecord(records.get(2), null); // dropped by a transformation
            await().untilAsserted(() -> {
                String left = flags(box, "INBOX");
                assertTrue(left.contains("* 2 EXISTS") && left.contains("UID 3 ") && left.contains("UID 4 "), left);
            });
        }
    }

    @Test
    @Rfc("6851#3.1")
    void mailIsMovedWhenTheBrokerHasIt() throws Exception {
        ImapBox box = box();
        box.deliver(0, 3);
        box.commands("CREATE Done");
        try (TaskDriver task = box.driver()
                .set("imap.after", "move")
                .set("imap.after.folder", "Done")
                .start()) {
            task.take(3);
            await().untilAsserted(() -> assertTrue(flags(box, "Done").contains("* 3 EXISTS"), flags(box, "Done")));
            assertTrue(flags(box, "INBOX").contains("* 0 EXISTS"));
            box.deliver(3, 4);
            assertEquals(List.of(3), ImapBox.numbers(task.take(1)));
        }
    }

    @Test
    void mailGetsAFlagOrAKeywordWhenTheBrokerHasIt() throws Exception {
        for (String[] each : new String[][] {{"flag", "\\Seen"}, {"keyword", "$Postern"}}) {
            ImapBox box = box();
            box.deliver(0, 2);
            try (TaskDriver task = box.driver().set("imap.after", each[0]).start()) {
                List<SourceRecord> records = task.poll(2);
                assertFalse(flags(box, "INBOX").contains(each[1] + ")"));
                task.acknowledge(records.subList(0, 1));
                await().untilAsserted(
                                () -> assertTrue(flags(box, "INBOX").contains("* 1 FETCH (UID 1 FLAGS (" + each[1])));
                assertFalse(flags(box, "INBOX").contains("* 2 FETCH (UID 2 FLAGS (" + each[1]));
            }
        }
    }

    @Test
    void ofMailThatIsTooLargeTheRecordHasTheHeaderAndTheMailStays() throws Exception {
        ImapBox box = box();
        box.deliver("INBOX", ImapBox.mail(0, "0123456789".repeat(40_000)));
        box.deliver(1, 2);
        try (TaskDriver task = box.driver()
                .set("message.size.max", "100000")
                .set("imap.after", "delete")
                .start()) {
            List<SourceRecord> records = task.take(2);
            assertEquals("headers", TaskDriver.header(records.get(0), MailboxAttributes.CONTENT));
            assertTrue(Integer.parseInt(TaskDriver.header(records.get(0), MailboxAttributes.SIZE)) > 400_000);
            assertEquals(ImapBox.numbers(records), List.of(0, 1));
            assertTrue(((byte[]) records.get(0).value()).length < 1_000);
            await().untilAsserted(() -> assertTrue(flags(box, "INBOX").contains("* 1 EXISTS")));
        }
    }

    @Test
    void theHeadersAloneOrTheTextAloneAreReadWhereThatIsAskedFor() throws Exception {
        ImapBox box = box();
        box.deliver(
                "INBOX",
                "Subject: number 0\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n"
                        + "--outer\nContent-Type: multipart/alternative; boundary=inner\n\n"
                        + "--inner\nContent-Type: text/plain; charset=utf-8\n\nplain words\n"
                        + "--inner\nContent-Type: text/html\n\n<p>marked words</p>\n--inner--\n"
                        + "--outer\nContent-Type: text/plain\nContent-Disposition: attachment\n\nattached words\n"
                        + "--outer\nContent-Type: application/pdf\n\npdf words\n--outer--\n");
        box.deliver("INBOX", ImapBox.mail(1, "simple words"));
        try (TaskDriver task = box.driver().set("imap.content", "headers").start()) {
            String value = new String((byte[]) task.take(2).get(0).value(), UTF_8);
            assertTrue(value.startsWith("Subject: number 0") && !value.contains("words"), value);
        }
        try (TaskDriver task = box.driver().set("imap.content", "text").start()) {
            List<SourceRecord> records = task.take(2);
            String value = new String((byte[]) records.get(0).value(), UTF_8);
            assertTrue(value.contains("plain words") && value.contains("marked words"), value);
            assertFalse(value.contains("attached words") || value.contains("pdf words"), value);
            assertTrue(value.contains("Content-Type: text/plain; charset=utf-8\r\n\r\nplain words"), value);
            String simple = new String((byte[]) records.get(1).value(), UTF_8);
            assertTrue(simple.contains("\r\n\r\nsimple words"), simple);
            assertEquals("text", TaskDriver.header(records.get(1), MailboxAttributes.CONTENT));
        }
        assertFalse(flags(box, "INBOX").contains("\\Seen)"));
    }
}
