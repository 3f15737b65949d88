package dev.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Dovecot of our own with LMTP and IMAP on loopback ports, and one user. Needs root, for Dovecot changes to users of its own.
 */
public final class Dovecot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Owns the mailboxes. */
    private static final String MAILBOX_OWNER = "nobody";

    private final ScratchDirectory directory;
    private final ChildProcess master;
    private final String user;
    private final String password;
    private final int lmtpPort;
    private final int imapPort;

    private Dovecot(
            ScratchDirectory directory, ChildProcess master, String user, String password, int lmtpPort, int imapPort) {
        this.directory = directory;
        this.master = master;
        this.user = user;
        this.password = password;
        this.lmtpPort = lmtpPort;
        this.imapPort = imapPort;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @param user the one who has a mailbox, such as {@code bob@example.net}
     * @param password of this user at IMAP
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static Dovecot start(String user, String password) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-dovecot-");
        try {
            directory.directory("run", "root");
            directory.directory("state", "root");
            int ownerId = ScratchDirectory.ownerId(directory.directory("mailboxes", MAILBOX_OWNER));
            directory.write("users", user + ":{PLAIN}" + password + "::::::\n");
            int lmtpPort = FreePort.onLoopback();
            int imapPort = FreePort.onLoopback();
            Path settings = directory.write("dovecot.conf", settings(directory.path(), ownerId, lmtpPort, imapPort));
            ChildProcess master = ChildProcess.start(
                    "dovecot",
                    List.of(Peers.path("dovecot"), "-F", "-c", settings.toString()),
                    directory.path().resolve("log"));
            master.awaitReady(PATIENCE, ChildProcess.listensOn(lmtpPort));
            master.awaitReady(PATIENCE, ChildProcess.listensOn(imapPort));
            return new Dovecot(directory, master, user, password, lmtpPort, imapPort);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** The loopback port on which it takes mail by LMTP. */
    public int lmtpPort() {
        return lmtpPort;
    }

    /** The Unix domain socket on which it takes mail by LMTP too. */
    public Path lmtpSocket() {
        return directory.path().resolve("run/lmtp");
    }

    /** Where the mail of its user is. */
    public Maildir mailbox() {
        return new Maildir(directory.path().resolve("mailboxes").resolve(user));
    }

    /** The loopback port on which its user reads mail by IMAP. */
    public int imapPort() {
        return imapPort;
    }

    /** All that a client of IMAP is shown who logs in as the user and fetches the first mail of the inbox. */
    public String readInbox() throws IOException {
        return imap("a LOGIN " + user + " " + password + "\r\nb SELECT INBOX\r\nc FETCH 1 BODY[]\r\nd LOGOUT\r\n");
    }

    /** Says all of these commands of IMAP at once, and gives what was answered. */
    public String imap(String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), imapPort)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
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

    private static String settings(Path directory, int ownerId, int lmtpPort, int imapPort) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = /dev/stderr
                protocols = imap lmtp
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                first_valid_uid = 1
                mail_location = maildir:%1$s/mailboxes/%%u
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=%2$d gid=%2$d home=%1$s/mailboxes/%%u
                }
                service imap-login {
                  chroot =
                  inet_listener imap {
                    port = %3$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %4$d
                  }
                }
                service anvil {
                  chroot =
                }
                """.formatted(directory, ownerId, imapPort, lmtpPort);
    }
}
