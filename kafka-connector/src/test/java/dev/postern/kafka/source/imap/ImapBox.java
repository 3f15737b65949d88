package dev.postern.kafka.source.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.Dovecot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** A mailbox of a Dovecot for a test, and the settings that read it. */
final class ImapBox {
    static final String PASSWORD = "secret";

    private final Dovecot dovecot;
    private final String user;

    ImapBox(Dovecot dovecot, String user) throws IOException {
        this.dovecot = dovecot;
        this.user = user;
        commands("SELECT INBOX");
    }

    String user() {
        return user;
    }

    /** What the user is answered to these commands. */
    String commands(String... commands) throws IOException {
        StringBuilder all = new StringBuilder("a LOGIN " + user + " " + PASSWORD + "\r\n");
        for (String command : commands) {
            all.append("b ").append(command).append("\r\n");
        }
        return dovecot.imap(all + "z LOGOUT\r\n");
    }

    /** Delivers mails with subjects that go on from a number. */
    void deliver(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            deliver("INBOX", mail(i, "Hi " + i));
        }
    }

    void deliver(String folder, String mail) throws IOException {
        dovecot.deliver(user, folder, mail.getBytes(UTF_8));
    }

    static String mail(int number, String body) {
        return "From: ann@example.org\nTo: bob@example.net\nSubject: number " + number + "\nMessage-ID: <" + number
                + "@example.org>\n\n" + body + "\n";
    }

    /** The settings of an account of its own, at this port without TLS. */
    Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "mail.mode", "imap",
                "imap.host", "127.0.0.1",
                "imap.port", String.valueOf(port),
                "imap.tls", "none",
                "imap.username", user,
                "imap.password", PASSWORD,
                "imap.retry.first.ms", "10",
                "imap.retry.max.ms", "200",
                "imap.task.folders", "[[\"default\",\"INBOX\"]]"));
    }

    TaskDriver driver() {
        return new TaskDriver(settings(dovecot.imapPort()));
    }

    /** The numbers in the subjects of these records, in their order. */
    static List<Integer> numbers(List<SourceRecord> records) {
        List<Integer> numbers = new ArrayList<>();
        for (SourceRecord record : records) {
            String value = new String((byte[]) record.value(), UTF_8);
            int at = value.indexOf("Subject: number ") + "Subject: number ".length();
            numbers.add(Integer.valueOf(value.substring(at, value.indexOf("\r\n", at))));
        }
        return numbers;
    }
}
