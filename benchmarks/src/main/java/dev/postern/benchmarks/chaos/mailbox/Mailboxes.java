package dev.postern.benchmarks.chaos.mailbox;

import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two accounts with some folders each, behind a proxy that cuts. */
final class Mailboxes implements AutoCloseable {
    static final String PASSWORD = "secret";
    static final String NUMBER = "X-Number: ";
    static final List<String> ACCOUNTS = List.of("ann", "bob");

    private static final String BODY = "0123456789 0123456789 0123456789 0123456789 0123456789\n".repeat(60);
    private static final Pattern MESSAGES = Pattern.compile("MESSAGES (\\d+)");

    private final List<String> folders;
    private final Dovecot dovecot;
    private final CuttingProxy proxy;

    Mailboxes(Reading reading) throws IOException {
        this.folders = reading.folders();
        Dovecot.Builder builder = Dovecot.builder();
        ACCOUNTS.forEach(account -> builder.user(user(account), PASSWORD));
        this.dovecot = builder.start();
        this.proxy = CuttingProxy.before(reading == Reading.IMAP ? dovecot.imapPort() : dovecot.pop3Port());
        for (String account : ACCOUNTS) {
            for (String folder : folders) {
                say(account, "CREATE " + folder, "SELECT " + folder);
            }
        }
    }

    /** The name by which an account logs in. */
    static String user(String account) {
        return account + "@example.org";
    }

    CuttingProxy proxy() {
        return proxy;
    }

    /** Puts the mails with these numbers into the folders, each into the next one. */
    void deliver(int from, int to) throws IOException {
        for (int number = from; number < to; number++) {
            deliver(
                    number,
                    ACCOUNTS.get(Math.floorMod(number, ACCOUNTS.size())),
                    folders.get(Math.floorMod(Math.floorDiv(number, ACCOUNTS.size()), folders.size())));
        }
    }

    /** Puts a mail into the inbox of the first account. */
    void deliver(int number) throws IOException {
        deliver(number, ACCOUNTS.get(0), "INBOX");
    }

    private void deliver(int number, String account, String folder) throws IOException {
        String mail = NUMBER + number + "\nFrom: sender@example.net\nSubject: mail " + number + "\nMessage-ID: <"
                + number + "@example.net>\n\n" + BODY;
        dovecot.deliver(user(account), folder, mail.getBytes(StandardCharsets.US_ASCII));
    }

    /** The numbers of the first mails of each inbox, where mails were delivered from 0 on. */
    List<Integer> oldest(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int account = 0; account < ACCOUNTS.size(); account++) {
                numbers.add(i * folders.size() * ACCOUNTS.size() + account);
            }
        }
        return numbers;
    }

    /** Deletes the first mails of each inbox. */
    void expungeOldest(int count) throws IOException {
        for (String account : ACCOUNTS) {
            say(account, "SELECT INBOX", "STORE 1:" + count + " +FLAGS.SILENT (\\Deleted)", "EXPUNGE");
        }
    }

    /** Deletes all mails whose numbers are below 0. */
    void withdraw() throws IOException {
        for (String account : ACCOUNTS) {
            for (String folder : folders) {
                say( // RFC 5182: what was found is $
                        account,
                        "SELECT " + folder,
                        "UID SEARCH RETURN (SAVE) HEADER X-Number \"-\"",
                        "UID STORE $ +FLAGS.SILENT (\\Deleted)",
                        "EXPUNGE");
            }
        }
    }

    /** Gives all mails in the inbox of the first account other names; false where they are the same yet. */
    boolean rename() throws IOException {
        String before = say(ACCOUNTS.get(0), "STATUS INBOX (UIDVALIDITY)");
        dovecot.changeUidValidity("INBOX");
        return !say(ACCOUNTS.get(0), "STATUS INBOX (UIDVALIDITY)").equals(before);
    }

    /** How many mails there are in all folders. */
    int left() throws IOException {
        int left = 0;
        for (String account : ACCOUNTS) {
            for (String folder : folders) {
                Matcher found = MESSAGES.matcher(say(account, "STATUS " + folder + " (MESSAGES)"));
                if (!found.find()) {
                    throw new IOException("Dovecot does not say how many mails there are in " + folder);
                }
                left += Integer.parseInt(found.group(1));
            }
        }
        return left;
    }

    /** How many folders have mails with the flag Seen. */
    long seen() throws IOException {
        long seen = 0;
        for (String account : ACCOUNTS) {
            for (String folder : folders) {
                seen += say(account, "SELECT " + folder, "SEARCH SEEN")
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

    private String say(String account, String... commands) throws IOException {
        StringBuilder all = new StringBuilder("a LOGIN " + user(account) + " " + PASSWORD + "\r\n");
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
