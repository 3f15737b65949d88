package dev.postern.kafka.source.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that say what no server should. */
@Timeout(60)
class HostileImapTest {
    private static final Pattern SPACE = Pattern.compile(" ");

    static Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "mail.mode", "imap",
                "imap.host", "127.0.0.1",
                "imap.port", String.valueOf(port),
                "imap.tls", "none",
                "imap.username", "bob",
                "imap.password", "secret",
                "imap.retry.first.ms", "1",
                "imap.retry.max.ms", "20",
                "imap.poll.ms", "60000",
                "imap.task.folders", "[[\"default\",\"INBOX\"]]"));
    }

    /** Reads a command that begins like this; its tag. */
    static String command(ScriptedPeer.Connection connection, String begin) throws IOException {
        String line = connection.expect("\\S+ " + begin + ".*");
        return SPACE.split(line, 2)[0];
    }

    static void open(ScriptedPeer.Connection connection) throws IOException {
        connection.say("* OK [CAPABILITY IMAP4rev1] scripted");
        connection.say(command(connection, "LOGIN") + " OK in");
        connection.say("* CAPABILITY IMAP4rev1").say(command(connection, "CAPABILITY") + " OK");
        connection.say("* 2 EXISTS").say("* OK [UIDVALIDITY 7]").say(command(connection, "EXAMINE") + " OK");
    }

    /** What is there: two mails, the first of them of this size. */
    static void list(ScriptedPeer.Connection connection, String size) throws IOException {
        connection.say("* 2 FETCH (UID 2)").say(command(connection, "UID FETCH \\* \\(UID\\)") + " OK");
        String tag = command(connection, "UID FETCH 1:2 \\(UID RFC822.SIZE\\)");
        connection.say("* 1 FETCH (UID 1 RFC822.SIZE " + size + ")").say("* 2 FETCH (UID 2 RFC822.SIZE 20)");
        connection.say(tag + " OK");
    }

    private static void mail(ScriptedPeer.Connection connection, int uid, String section, String content)
            throws IOException {
        String tag = command(connection, "UID FETCH " + uid + " .*");
        connection.say(
                "* " + uid + " FETCH (UID " + uid + " FLAGS () BODY[" + section + "] {" + content.length() + "}");
        connection.send(content).say(")").say(tag + " OK");
    }

    private static void rest(ScriptedPeer.Connection connection) throws IOException {
        connection.readToEnd();
    }

    @Test
    void aLiteralThatIsLargerThanAnyMailIsNotWaitedForAndTheMailHasItsHeader() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        connection -> {
                            open(connection);
                            list(connection, "20");
                            command(connection, "UID FETCH 1:2 .*");
                            connection.say("* 1 FETCH (UID 1 BODY[] {2147483647}");
                            rest(connection);
                        },
                        connection -> {
                            open(connection);
                            list(connection, "20");
                            command(connection, "UID FETCH 1 .*"); // one by one from here on
                            connection.say("* 1 FETCH (UID 1 BODY[] {2147483647}");
                            rest(connection);
                        },
                        connection -> {
                            open(connection);
                            list(connection, "20");
                            mail(connection, 1, "HEADER", "Subject: number 1\r\n\r\n");
                            mail(connection, 2, "", "Subject: number 2\r\n\r\n");
                            rest(connection);
                        });
                TaskDriver task = new TaskDriver(settings(peer.port())).start()) {
            List<SourceRecord> records = task.take(2);
            assertEquals(List.of(1, 2), ImapBox.numbers(records));
            assertEquals("headers", TaskDriver.header(records.get(0), MailboxAttributes.CONTENT));
            assertEquals("all", TaskDriver.header(records.get(1), MailboxAttributes.CONTENT));
            task.stop();
        }
    }

    @Test
    void answersThatMakeNoSenseLoseNoMail() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    open(connection);
                    connection.say("* 2 FETCH (UID 2)").say(command(connection, "UID FETCH \\* ") + " OK");
                    String listing = command(connection, "UID FETCH 1:2 \\(UID RFC822.SIZE\\)");
                    connection.say("* 1 FETCH (UID 1 RFC822.SIZE many)").say("* 2 FETCH (UID 2 RFC822.SIZE 20)");
                    connection.say("* 3 FETCH (((").say("* gibberish {").say(listing + " OK");
                    String again = command(connection, "UID FETCH 1:2 \\(UID\\)");
                    connection.say("* 1 FETCH (UID 1)").say("* 2 FETCH (UID 2)").say(again + " OK");
                    mail(connection, 1, "", "Subject: number 1\r\n\r\n"); // of no known size: alone
                    String tag = command(connection, "UID FETCH 2 .*");
                    connection
                            .say("* 2 FETCH (UID 2 INTERNALDATE \"yesterday\" BODY[] {2}")
                            .send("\r\n")
                            .say(")");
                    connection.say(tag + " OK");
                    connection.say(command(connection, "UID FETCH 2 .*") + " OK");
                    mail(connection, 2, "", "Subject: number 2\r\n\r\n");
                    rest(connection);
                });
                TaskDriver task = new TaskDriver(settings(peer.port())).start()) {
            assertEquals(List.of(1, 2), ImapBox.numbers(task.take(2)));
            task.stop();
        }
    }

    @Test
    void aMailThatTheServerDoesNotGiveIsARecordWithoutContent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    open(connection);
                    list(connection, "20");
                    String tag = command(connection, "UID FETCH 1:2 .*");
                    connection
                            .say("* 2 FETCH (UID 2 BODY[] {21}")
                            .send("Subject: number 2\r\n\r\n")
                            .say(")");
                    connection.say(tag + " OK");
                    for (int i = 0; i < 4; i++) { // in whole and its header, with and without a date
                        connection.say(command(connection, "UID FETCH 1 .*BODY.PEEK.*") + " OK");
                    }
                    String there = command(connection, "UID FETCH 1 \\(UID\\)");
                    connection.say("* 1 FETCH (UID 1)").say(there + " OK");
                    rest(connection);
                });
                TaskDriver task = new TaskDriver(settings(peer.port())).start()) {
            List<SourceRecord> records = task.take(2);
            assertEquals("none", TaskDriver.header(records.get(0), MailboxAttributes.CONTENT));
            assertEquals(0, ((byte[]) records.get(0).value()).length);
            assertTrue(records.get(1).value() instanceof byte[]);
            task.stop();
        }
    }
}
