package dev.postern.benchmarks.chaos.mailbox;

import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Two accounts with three folders each, behind a proxy that cuts. */
final class Mailboxes implements AutoCloseable {
    static final String PASSWORD = "secret";
    static final String NUMBER = "X-Number: ";

    private static final List<String> USERS = List.of("ann@example.org", "bob@example.org");
    private static final List<String> FOLDERS = List.of("INBOX", "Archive.A", "Archive.B");
    private static final String BODY = "0123456789 0123456789 0123456789 0123456789 0123456789\n".repeat(60);

    private final Dovecot dovecot;
    private final CuttingProxy proxy;

    Mailboxes() throws IOException {
        Dovecot.Builder builder = Dovecot.builder();
        USERS.forEach(user -> builder.user(user, PASSWORD));
        this.dovecot = builder.start();
        this.proxy = CuttingProxy.before(dovecot.imapPort());
        for (String user : USERS) {
            say(user, "CREATE Archive.A", "CREATE Archive.B", "SELECT INBOX", "SELECT Archive.A", "SELECT Archive.B");
        }
    }

    CuttingProxy proxy() {
        return proxy;
    }

    /** Puts the mails with these numbers into the folders, each into the next one. */
    void deliver(int from, int to) throws IOException {
        for (int number = from; number < to; number++) {
            deliver(number, USERS.get(number % 2), FOLDERS.get(number / 2 % 3));
        }
    }

    /** Puts a mail into the inbox of the first account. */
    void deliver(int number) throws IOException {
        deliver(number, USERS.get(0), "INBOX");
    }

    private void deliver(int number, String user, String folder) throws IOException {
        String mail = NUMBER + number + "\nFrom: sender@example.net\nSubject: mail " + number + "\nMessage-ID: <"
                + number + "@example.net>\n\n" + BODY;
        dovecot.deliver(user, folder, mail.getBytes(StandardCharsets.US_ASCII));
    }

    /** Deletes the first mails of each inbox, which by then have been read. */
    void expunge(int count) throws IOException {
        for (String user : USERS) {
            say(user, "SELECT INBOX", "STORE 1:" + count + " +FLAGS.SILENT (\\Deleted)", "EXPUNGE");
        }
    }

    /** Gives all mails in the inbox of the first account other names; false where they are the same yet. */
    boolean rename() throws IOException {
        String before = say(USERS.get(0), "STATUS INBOX (UIDVALIDITY)");
        dovecot.changeUidValidity("INBOX");
        return !say(USERS.get(0), "STATUS INBOX (UIDVALIDITY)").equals(before);
    }

    /** How many mails have the flag Seen. */
    long seen() throws IOException {
        long seen = 0;
        for (String user : USERS) {
            for (String folder : FOLDERS) {
                seen += say(user, "SELECT " + folder, "SEARCH SEEN")
                        .lines()
                        .filter(line -> line.startsWith("* SEARCH "))
                        .flatMap(line ->
                                line.substring("* SEARCH ".length()).strip().lines())
                        .filter(uids -> !uids.isEmpty())
                        .count();
            }
        }
        return seen;
    }

    private String say(String user, String... commands) throws IOException {
        StringBuilder all = new StringBuilder("a LOGIN " + user + " " + PASSWORD + "\r\n");
        for (String command : commands) {
            all.append("b ").append(command).append("\r\n");
        }
        return dovecot.imap(all + "z LOGOUT\r\n");
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        dovecot.close();
    }
}
