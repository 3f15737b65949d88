package dev.postern.kafka.source.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of mails that were read. */
@Timeout(60)
class FolderChangesTest {
    private static final String USER = "bob@example.net";

    /** The record of a change, in words. */
    private static String told(SourceRecord record) {
        String key = String.valueOf(record.key());
        Object flags = record.value();
        return record.topic() + " " + key.substring(key.lastIndexOf('/') + 1) + ": "
                + (flags == null ? "gone" : new String((byte[]) flags, UTF_8));
    }

    @Test
    @RequiresPeer({"dovecot"})
    @Rfc({"7162#3.1", "7162#3.2"})
    void otherFlagsAndDeletionsBecomeRecordsAlsoThoseWhileNoTaskRan() throws Exception {
        try (Dovecot dovecot = Dovecot.start(USER, ImapBox.PASSWORD)) {
            ImapBox box = new ImapBox(dovecot, USER);
            box.deliver(0, 5);
            try (TaskDriver task = box.driver()
                    .set("imap.changes", "flags,deletions")
                    .set("imap.changes.topic", "changes")
                    .start()) {
                task.take(5);
                box.commands("SELECT INBOX", "STORE 2 +FLAGS (\\Seen $Work)");
                assertEquals(
                        List.of("changes 2: $Work \\Seen"),
                        task.take(1).stream().map(FolderChangesTest::told).toList());
                box.commands("SELECT INBOX", "STORE 3 +FLAGS (\\Deleted)", "EXPUNGE");
                List<String> gone =
                        task.take(1).stream().map(FolderChangesTest::told).toList();
                assertEquals("changes 3: gone", gone.get(gone.size() - 1));
                task.stop();
                box.commands("SELECT INBOX", "STORE 1 +FLAGS (\\Flagged)", "STORE 4 +FLAGS (\\Deleted)", "EXPUNGE");
                box.deliver(5, 6);
                task.start();
                List<String> told = task.take(3).stream()
                        .map(record -> record.topic().equals("mail") ? "mail" : told(record))
                        .toList();
                assertEquals(List.of("changes 1: \\Flagged", "changes 5: gone", "mail"), told);
            }
        }
    }

    @Test
    void aServerThatNumbersNothingIsAskedForAllFlags() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    HostileImapTest.open(connection);
                    HostileImapTest.list(connection, "20");
                    String tag = HostileImapTest.command(connection, "UID FETCH 1:2 .*BODY.*");
                    for (int uid : new int[] {1, 2}) {
                        connection
                                .say("* " + uid + " FETCH (UID " + uid + " FLAGS () BODY[] {2}")
                                .send("\r\n")
                                .say(")");
                    }
                    connection.say(tag + " OK");
                    String[][] states = {{"()", "()"}, {"(\\Seen)", null}};
                    for (String[] state : states) {
                        connection.say(HostileImapTest.command(connection, "NOOP") + " OK");
                        connection
                                .say("* OK [UIDVALIDITY 7]")
                                .say(HostileImapTest.command(connection, "EXAMINE") + " OK");
                        String flags = HostileImapTest.command(connection, "UID FETCH 1:2 \\(UID FLAGS\\)");
                        connection.say("* 1 FETCH (UID 1 FLAGS " + state[0] + ")");
                        if (state[1] != null) {
                            connection.say("* 2 FETCH (UID 2 FLAGS " + state[1] + ")");
                        }
                        connection.say(flags + " OK");
                        connection
                                .say("* 2 FETCH (UID 2)")
                                .say(HostileImapTest.command(connection, "UID FETCH \\* ") + " OK");
                    }
                    connection.readToEnd();
                });
                TaskDriver task = new TaskDriver(HostileImapTest.settings(peer.port()))
                        .set("imap.changes", "flags,deletions")
                        .set("imap.changes.topic", "changes")
                        .set("imap.poll.ms", "100")
                        .start()) {
            task.take(2);
            assertEquals(
                    List.of("changes 1: \\Seen", "changes 2: gone"),
                    task.take(2).stream().map(FolderChangesTest::told).toList());
            task.stop();
        }
    }
}
