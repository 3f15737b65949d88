package dev.postern.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Dovecot of our own that does nothing but judge logins, for a Postfix that asks it on a loopback port. Needs root. */
public final class DovecotSasl implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchDirectory directory;
    private final ChildProcess master;
    private final int port;

    private DovecotSasl(ScratchDirectory directory, ChildProcess master, int port) {
        this.directory = directory;
        this.master = master;
        this.port = port;
    }

    /**
     * Starts it and waits until it takes questions.
     *
     * @param user the only one with a password
     * @param tokenInfo where it asks whose a token is, up to the token, which it appends
     * @throws IllegalStateException if it does not start; with what it said
     */
    public static DovecotSasl start(String user, String password, URI tokenInfo) throws IOException {
        ScratchDirectory directory = ScratchDirectory.create("postern-dovecot-");
        try {
            directory.directory("run", "root");
            directory.directory("state", "root");
            directory.write("users", user + ":{PLAIN}" + password + "::::::\n");
            Path oauth = directory.write("oauth2", """
                    tokeninfo_url = %s
                    username_attribute = email
                    """.formatted(tokenInfo));
            int port = FreePort.onLoopback();
            Path settings = directory.write("dovecot.conf", settings(directory.path(), port, oauth));
            ChildProcess master = ChildProcess.start(
                    "dovecot",
                    List.of(Peers.path("dovecot"), "-F", "-c", settings.toString()),
                    directory.path().resolve("log"));
            master.awaitReady(PATIENCE, ChildProcess.listensOn(port));
            return new DovecotSasl(directory, master, port);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** The loopback port on which Postfix asks it: {@code smtpd_sasl_path = inet:127.0.0.1:port}. */
    public int port() {
        return port;
    }

    /** Ends all of its processes and removes all of its files. */
    @Override
    public void close() throws IOException {
        master.close();
        directory.close();
    }

    private static String settings(Path directory, int port, Path oauth) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = /dev/stderr
                protocols =
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain login cram-md5 scram-sha-256 xoauth2 oauthbearer
                auth_failure_delay = 0
                first_valid_uid = 1
                passdb {
                  driver = oauth2
                  mechanisms = xoauth2 oauthbearer
                  args = %3$s
                }
                passdb {
                  driver = passwd-file
                  mechanisms = plain login cram-md5 scram-sha-256
                  args = %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=nobody gid=nogroup home=/nonexistent
                }
                service auth {
                  inet_listener postfix {
                    address = 127.0.0.1
                    port = %2$d
                  }
                }
                service anvil {
                  chroot =
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                """.formatted(directory, port, oauth);
    }
}
