package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Postfix of our own on a loopback port, with queue and mailboxes in a temporary directory: it takes mail for its mailboxes, and
 * relays all other mail. Needs root, for Postfix changes to users of its own.
 */
public final class Postfix implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Owns the mailboxes: Postfix writes to none as root. */
    private static final String MAILBOX_OWNER = "nobody";

    private static final String SERVICES = """
            postlog    unix-dgram n - n -     1 postlogd
            cleanup    unix n - n -     0 cleanup
            qmgr       unix n - n 300   1 qmgr
            rewrite    unix - - n -     - trivial-rewrite
            bounce     unix - - n -     0 bounce
            defer      unix - - n -     0 bounce
            trace      unix - - n -     0 bounce
            verify     unix - - n -     1 verify
            proxymap   unix - - n -     - proxymap
            smtp       unix - - n -     - smtp
            lmtp       unix - - n -     - lmtp
            error      unix - - n -     - error
            retry      unix - - n -     - error
            discard    unix - - n -     - discard
            virtual    unix - n n -     - virtual
            anvil      unix - - n -     1 anvil
            scache     unix - - n -     1 scache
            tlsmgr     unix - - n 1000? 1 tlsmgr
            """;

    private final ScratchDirectory directory;
    private final Path mailboxes;
    private final ChildProcess master;
    private final int port;

    private Postfix(ScratchDirectory directory, Path mailboxes, ChildProcess master, int port) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.master = master;
        this.port = port;
    }

    /** Starts the description of a Postfix. */
    public static Builder builder() {
        return new Builder();
    }

    /** The loopback port on which it takes mail. */
    public int port() {
        return port;
    }

    /** The process of its master, which starts all others. */
    public long pid() {
        return master.pid();
    }

    /** The mailbox of one of its addresses. */
    public Maildir mailbox(String address) {
        return new Maildir(mailboxes.resolve(address));
    }

    /** What it has logged so far. */
    public String log() throws IOException {
        return master.output();
    }

    /**
     * Waits for a line in the log that holds what the regular expression describes.
     *
     * @throws AssertionError if it does not come in time
     */
    public void awaitLog(String regex, Duration patience) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!pattern.matcher(log()).find()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no " + regex + " in the log:\n" + log());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Ends all of its processes and removes all of its files. */
    @Override
    public void close() throws IOException {
        master.close();
        directory.close();
    }

    /** Describes a Postfix; {@link #start()} makes it. */
    public static final class Builder {
        private final List<String> addresses = new ArrayList<>();
        private final List<String> domains = new ArrayList<>();
        private final List<String> settings = new ArrayList<>();

        private Builder() {}

        /** Gives these addresses a mailbox; other addresses of their domains are unknown. */
        public Builder mailboxes(String... values) {
            for (String address : values) {
                String domain = address.substring(address.lastIndexOf('@') + 1);
                addresses.add(address);
                if (!domains.contains(domain)) {
                    domains.add(domain);
                }
            }
            return this;
        }

        /** Relays what is not for its mailboxes to this loopback port; without, such mail is deferred. */
        public Builder relayTo(int port) {
            return set("relayhost", "[127.0.0.1]:" + port);
        }

        /** The largest message in octets; 10,240,000 by default. */
        public Builder messageSizeLimit(long octets) {
            return set("message_size_limit", String.valueOf(octets));
        }

        /** Offers STARTTLS with this certificate. */
        public Builder tls(TlsFixture fixture) {
            set("smtpd_tls_security_level", "may");
            set("smtpd_tls_cert_file", fixture.certificatePem().toString());
            return set("smtpd_tls_key_file", fixture.keyPem().toString());
        }

        /** Adds any line of main.cf. */
        public Builder set(String name, String value) {
            settings.add(name + " = " + value);
            return this;
        }

        /**
         * Starts it and waits until it takes mail.
         *
         * @throws IllegalStateException if it does not start; with what it said
         */
        public Postfix start() throws IOException {
            ScratchDirectory directory = ScratchDirectory.create("postern-postfix-");
            ChildProcess master = null;
            try {
                directory.directory("data", "postfix");
                directory.directory("queue", "root");
                Path mailboxes = directory.directory("mailboxes", MAILBOX_OWNER);
                int port = FreePort.onLoopback();
                directory.write("main.cf", main(directory.path(), mailboxes));
                directory.write("master.cf", "127.0.0.1:" + port + " inet n - n - - smtpd\n" + SERVICES);
                master = startMaster(directory.path());
                master.awaitReady(PATIENCE, ChildProcess.listensOn(port));
                return new Postfix(directory, mailboxes, master, port);
            } catch (IOException | RuntimeException e) {
                abandon(master, directory, e);
                throw e;
            }
        }

        // Not by "postfix start-fg": a shell would stand between us and the master, and end without it.
        private static ChildProcess startMaster(Path directory) throws IOException {
            String configuration = directory.toString();
            ProgramRun check = ProgramRun.of(PATIENCE, List.of(Peers.path("postfix"), "-c", configuration, "check"));
            if (check.exitCode() != 0) { // Postfix tells the reason to terminals only
                throw new IllegalStateException("postfix does not take this configuration:\n" + check.output()
                        + Files.readString(directory.resolve("main.cf")));
            }
            String daemons = ProgramRun.of(PATIENCE, List.of(Peers.path("postconf"), "-dh", "daemon_directory"))
                    .succeeded()
                    .output()
                    .strip();
            Path master = Path.of(daemons, "master");
            return ChildProcess.start(
                    "postfix", List.of(master.toString(), "-c", configuration, "-s"), directory.resolve("log"));
        }

        private static void abandon(@Nullable ChildProcess master, ScratchDirectory directory, Exception cause) {
            if (master != null) {
                master.close();
            }
            try {
                directory.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }

        private String main(Path directory, Path mailboxes) throws IOException {
            List<String> lines = new ArrayList<>();
            lines.add("compatibility_level = 3.6");
            lines.add("queue_directory = " + directory.resolve("queue"));
            lines.add("data_directory = " + directory.resolve("data"));
            lines.add("maillog_file = /dev/stdout");
            lines.add("inet_interfaces = 127.0.0.1");
            lines.add("inet_protocols = ipv4");
            lines.add("myhostname = postfix.example");
            lines.add("mydestination =");
            lines.add("alias_maps =");
            lines.add("mynetworks = 127.0.0.0/8");
            lines.add("smtpd_peername_lookup = no");
            lines.add("smtpd_relay_restrictions = permit_mynetworks, reject");
            lines.add("smtp_dns_support_level = disabled");
            lines.add("queue_run_delay = 1s");
            lines.add("minimal_backoff_time = 1s");
            lines.add("maximal_backoff_time = 2s");
            lines.add("virtual_mailbox_domains = " + String.join(" ", domains));
            lines.add("virtual_mailbox_base = " + mailboxes);
            lines.add("virtual_mailbox_maps = " + mailboxMap());
            lines.add("virtual_mailbox_limit = 0");
            lines.add("virtual_minimum_uid = 1");
            lines.add("virtual_uid_maps = static:" + ScratchDirectory.ownerId(mailboxes));
            lines.add("virtual_gid_maps = static:" + ScratchDirectory.ownerId(mailboxes));
            lines.addAll(settings);
            return String.join("\n", lines) + "\n";
        }

        private String mailboxMap() {
            StringBuilder map = new StringBuilder("inline:{");
            for (String address : addresses) {
                map.append(" {").append(address).append('=').append(address).append("/}");
            }
            return addresses.isEmpty() ? "" : map.append(" }").toString();
        }
    }
}
