package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Dovecot of our own with LMTP, IMAP and POP3 on loopback ports, and some users. Needs root, for Dovecot changes to users of its own.
 */
public final class Dovecot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INBOX = "INBOX";

    private final ScratchDirectory directory;
    private final ChildProcess master;
    private final String user;
    private final String password;
    private final DovecotSettings.Ports ports;
    private final AtomicInteger delivered = new AtomicInteger();

    private Dovecot(
            ScratchDirectory directory,
            ChildProcess master,
            String user,
            String password,
            DovecotSettings.Ports ports) {
        this.directory = directory;
        this.master = master;
        this.user = user;
        this.password = password;
        this.ports = ports;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @param user the one who has a mailbox, such as {@code bob@example.net}
     * @param password of this user
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Dovecot start(String user, String password) throws IOException {
        return builder().user(user, password).start();
    }

    /** Begins the description of one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Describes one; {@link #start()} starts it. */
    public static final class Builder {
        private final Map<String, String> users = new LinkedHashMap<>();
        private @Nullable TlsFixture tls;
        private @Nullable URI introspection;

        private Builder() {}

        /** One who has a mailbox, such as {@code bob@example.net}; at least one. */
        public Builder user(String name, String password) {
            users.put(name, password);
            return this;
        }

        /** Offers STARTTLS and STLS, and ports with TLS from the first octet. */
        public Builder tls(TlsFixture certificate) {
            this.tls = certificate;
            return this;
        }

        /**
         * Takes tokens of OAuth 2.0.
         *
         * @param endpoint is asked for each by POST (RFC 7662), and names the user as {@code username}
         */
        public Builder tokens(URI endpoint) {
            this.introspection = endpoint;
            return this;
        }

        /**
         * Starts it and waits until it takes connections.
         *
         * @throws IllegalStateException if it does not start; with what it said
         */
        public Dovecot start() throws IOException {
            ScratchDirectory directory = ScratchDirectory.create("postern-dovecot-");
            try {
                DovecotSettings.Ports ports = DovecotSettings.Ports.free();
                Path settings = DovecotSettings.write(directory, users, ports, tls, introspection);
                ChildProcess master = ChildProcess.start(
                        "dovecot",
                        List.of(Peers.path("dovecot"), "-F", "-c", settings.toString()),
                        directory.path().resolve("log"));
                for (int port : List.of(ports.lmtp(), ports.imap(), ports.pop3())) {
                    master.awaitReady(PATIENCE, ChildProcess.listensOn(port));
                }
                Map.Entry<String, String> first = users.entrySet().iterator().next();
                return new Dovecot(directory, master, first.getKey(), first.getValue(), ports);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        }
    }

    /** The loopback port on which it takes mail by LMTP. */
    public int lmtpPort() {
        return ports.lmtp();
    }

    /** The Unix domain socket on which it takes mail by LMTP too. */
    public Path lmtpSocket() {
        return directory.path().resolve("run/lmtp");
    }

    /** Where the mail of its first user is. */
    public Maildir mailbox() {
        return new Maildir(maildir(user, INBOX));
    }

    /** The loopback port on which its users read mail by IMAP. */
    public int imapPort() {
        return ports.imap();
    }

    /** The same with TLS from the first octet. */
    public int imapsPort() {
        return ports.imaps();
    }

    /** The loopback port on which its users fetch mail by POP3. */
    public int pop3Port() {
        return ports.pop3();
    }

    /** The same with TLS from the first octet. */
    public int pop3sPort() {
        return ports.pop3s();
    }

    /** All that a client of IMAP is shown who logs in as the first user and fetches the first mail of the inbox. */
    public String readInbox() throws IOException {
        return imap("a LOGIN " + user + " " + password + "\r\nb SELECT INBOX\r\nc FETCH 1 BODY[]\r\nd LOGOUT\r\n");
    }

    /** All that a client of POP3 is shown who logs in as the first user and fetches the first mail. */
    public String fetchByPop3() throws IOException {
        return say(ports.pop3(), "USER " + user + "\r\nPASS " + password + "\r\nRETR 1\r\nQUIT\r\n");
    }

    /** Says all of these commands of IMAP at once, and gives what was answered. */
    public String imap(String commands) throws IOException {
        return say(ports.imap(), commands);
    }

    private static String say(int port, String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** What the first user is answered to these commands of IMAP, one behind the other. */
    public String asUser(String... commands) throws IOException {
        StringBuilder all = new StringBuilder("a0 LOGIN " + user + " " + password + "\r\n");
        for (int i = 0; i < commands.length; i++) {
            all.append('a').append(i + 1).append(' ').append(commands[i]).append("\r\n");
        }
        return imap(all + "z LOGOUT\r\n");
    }

    /** Puts a mail into the inbox of the first user, as a delivery does. */
    public void deliver(byte[] content) throws IOException {
        deliver(user, INBOX, content);
    }

    /**
     * Puts a mail into a folder that the user has opened before.
     *
     * @param folder its name, with dots between its parts
     */
    public void deliver(String owner, String folder, byte[] content) throws IOException {
        Path maildir = maildir(owner, folder);
        String name = (1_700_000_000L + delivered.incrementAndGet()) + ".M" + delivered.get() + "P1.localhost";
        Path written = Files.write(maildir.resolve("tmp").resolve(name), content);
        Files.setOwner(written, Files.getOwner(maildir));
        Files.move(written, maildir.resolve("new").resolve(name));
    }

    /** Gives the mails of a folder of the first user other names (UIDVALIDITY), as a server does that was restored. */
    public void changeUidValidity(String folder) throws IOException {
        try (Stream<Path> files = Files.list(maildir(user, folder))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("dovecot.index") || name.startsWith("dovecot-uid")) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path maildir(String owner, String folder) {
        Path mailbox = directory.path().resolve("mailboxes").resolve(owner);
        return folder.equals(INBOX) ? mailbox : mailbox.resolve("." + folder);
    }

    /** What it has logged so far. */
    public String log() throws IOException {
        return master.output();
    }

    /** Ends all of its processes and removes all of its files. */
    @Override
    public void close() throws IOException {
        master.close();
        directory.close();
    }
}
