package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Bounds;
import dev.postern.kafka.source.mailbox.Fingerprint;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxServer;
import dev.postern.kafka.source.mailbox.OneSocket;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.URLName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.eclipse.angus.mail.pop3.POP3Store;
import org.jspecify.annotations.Nullable;

/** One session with a mailbox: from the login to QUIT, at which what was marked is deleted (RFC 1939 §6). Used by one thread; its context class loader must be that of the library. */
final class MailboxVisit implements AutoCloseable {
    private static final int NO_BODY = 0;

    /** For user and password, which the library must have; the server has heard them from us. */
    private static final String ALREADY = "logged-in";

    private final GuardedSocket socket;
    private final POP3Store store;
    private final POP3Folder folder;
    private final List<Mail> mails = new ArrayList<>();

    /**
     * A mail that is there.
     *
     * @param uidl its name, or a digest where the server has none for it
     * @param size in octets, as the server says it
     */
    record Mail(String uidl, int size, POP3Message message) {}

    private MailboxVisit(GuardedSocket socket, POP3Store store, POP3Folder folder) {
        this.socket = socket;
        this.store = store;
        this.folder = folder;
    }

    /** The bounds of what is taken from a server. */
    static Bounds bounds(Pop3Settings settings) {
        return Bounds.forLines(settings.largest());
    }

    /**
     * Connects, logs in, and lists what is there.
     *
     * @param socket of the account; whoever closes it ends the visit
     * @throws LoginRefusedException if the server does not let us in
     * @throws IOException if that can't be
     */
    static MailboxVisit begin(Account account, GuardedSocket socket, Pop3Settings settings) throws IOException {
        MailboxServer server = account.server();
        boolean begun = false;
        try {
            socket.setSoTimeout(settings.timeout());
            socket.connect(new InetSocketAddress(server.host(), server.port()), settings.connectTimeout());
            Pop3Login.run(socket, server, account.login());
            Session session = Session.getInstance(properties(socket, settings));
            POP3Store store =
                    new POP3Store(session, new URLName("pop3", server.host(), server.port(), null, null, null));
            store.connect(server.host(), server.port(), ALREADY, ALREADY);
            POP3Folder folder = (POP3Folder) store.getFolder("INBOX");
            folder.open(settings.delete() ? Folder.READ_WRITE : Folder.READ_ONLY);
            MailboxVisit visit = new MailboxVisit(socket, store, folder);
            visit.list();
            begun = true;
            return visit;
        } catch (MessagingException e) {
            throw broken(e);
        } finally {
            if (!begun) {
                socket.close();
            }
        }
    }

    private static Properties properties(GuardedSocket socket, Pop3Settings settings) {
        Properties properties = new Properties();
        properties.put("mail.pop3.socketFactory", new OneSocket(new LoggedInSocket(socket)));
        properties.put("mail.pop3.socketFactory.fallback", "false");
        properties.put("mail.pop3.timeout", String.valueOf(settings.timeout()));
        properties.put("mail.pop3.auth.mechanisms", "LOGIN"); // its name for USER and PASS
        return properties;
    }

    private static IOException broken(MessagingException e) {
        if (e instanceof MessageRemovedException) { // so the library calls any -ERR to RETR
            return new WithheldMailException(e);
        }
        return e.getCause() instanceof IOException known ? known : new IOException(String.valueOf(e.getMessage()), e);
    }

    private void list() throws MessagingException, IOException {
        Message[] messages = folder.getMessages();
        FetchProfile names = new FetchProfile();
        names.add(UIDFolder.FetchProfileItem.UID);
        folder.fetch(messages, names);
        int[] sizes = folder.getSizes();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < messages.length; i++) {
            POP3Message message = (POP3Message) messages[i];
            int size = i < sizes.length ? sizes[i] : -1;
            String uidl = folder.getUID(message);
            if (uidl == null || uidl.isEmpty()) {
                uidl = "digest:" + digest(message, size);
            } else if (seen.contains(uidl)) { // it must not be so (RFC 1939 §7)
                uidl = uidl + " digest:" + digest(message, size);
            }
            if (seen.add(uidl)) {
                mails.add(new Mail(uidl, size, message));
            }
        }
    }

    private static Fingerprint digest(POP3Message message, int size) throws MessagingException, IOException {
        return Fingerprint.of(0, header(message), size);
    }

    /** What is there. */
    List<Mail> mails() {
        return mails;
    }

    /**
     * All of a mail.
     *
     * @param most octets
     * @return null if it has more
     * @throws WithheldMailException if the server does not give it
     */
    byte @Nullable [] content(Mail mail, long most) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream(Math.max(32, mail.size()));
        try {
            mail.message().writeTo(content); // straight from RETR
            return content.size() > most ? null : content.toByteArray();
        } catch (MessagingException e) {
            throw broken(e);
        }
    }

    /**
     * The header of a mail.
     *
     * @throws WithheldMailException if the server does not give it
     */
    byte[] header(Mail mail) throws IOException {
        try {
            return header(mail.message());
        } catch (MessagingException e) {
            throw broken(e);
        }
    }

    private static byte[] header(POP3Message message) throws MessagingException, IOException {
        try (InputStream top = message.top(NO_BODY)) {
            if (top != null) {
                return top.readNBytes(Fingerprint.LONGEST_HEADER);
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(); // a server without TOP
        message.writeTo(whole);
        return whole.toByteArray();
    }

    /** Marks a mail, so that it is deleted when the visit {@linkplain #end ends} well. */
    void delete(Mail mail) throws IOException {
        try {
            mail.message().setFlag(Flags.Flag.DELETED, true);
        } catch (MessagingException e) {
            throw broken(e);
        }
    }

    /** Takes leave, and has the server delete what is marked. */
    void end() throws IOException {
        try {
            folder.close(true);
            store.close();
        } catch (MessagingException e) {
            throw broken(e);
        }
    }

    /** Ends the visit at once: nothing is deleted. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
