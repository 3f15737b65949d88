package dev.postern.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a {@link Dovecot} is told. */
final class DovecotSettings {
    /** Owns the mailboxes. */
    private static final String MAILBOX_OWNER = "nobody";

    private DovecotSettings() {}

    /** Where it listens. */
    record Ports(int lmtp, int imap, int imaps, int pop3, int pop3s) {
        static Ports free() throws IOException {
            return new Ports(
                    FreePort.onLoopback(),
                    FreePort.onLoopback(),
                    FreePort.onLoopback(),
                    FreePort.onLoopback(),
                    FreePort.onLoopback());
        }
    }

    /** Fills the directory; the file of settings. */
    static Path write(
            ScratchDirectory directory,
            Map<String, String> users,
            Ports ports,
            @Nullable TlsFixture tls,
            @Nullable URI introspection)
            throws IOException {
        directory.directory("run", "root");
        directory.directory("state", "root");
        int ownerId = ScratchDirectory.ownerId(directory.directory("mailboxes", MAILBOX_OWNER));
        StringBuilder table = new StringBuilder();
        users.forEach((name, password) ->
                table.append(name).append(":{PLAIN}").append(password).append("::::::\n"));
        directory.write("users", table.toString());
        StringBuilder settings = new StringBuilder(general(directory.path(), ownerId));
        settings.append(services(ports, tls != null));
        if (tls == null) {
            settings.append("ssl = no\n");
        } else {
            settings.append("ssl = yes\nssl_cert = <" + tls.certificatePem() + "\nssl_key = <" + tls.keyPem() + "\n");
        }
        if (introspection != null) {
            settings.append(tokens(directory.write("oauth2.conf", """
                    introspection_url = %s
                    introspection_mode = post
                    username_attribute = username
                    active_attribute = active
                    active_value = true
                    """.formatted(introspection))));
        }
        return directory.write("dovecot.conf", settings.toString());
    }

    private static String general(Path directory, int ownerId) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = /dev/stderr
                protocols = imap lmtp pop3
                listen = 127.0.0.1
                disable_plaintext_auth = no
                auth_mechanisms = plain login cram-md5 scram-sha-256
                auth_failure_delay = 0
                first_valid_uid = 1
                mail_max_userip_connections = 100
                mailbox_idle_check_interval = 1 sec
                mail_location = maildir:%1$s/mailboxes/%%u
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=%2$d gid=%2$d home=%1$s/mailboxes/%%u
                }
                service anvil {
                  chroot =
                }
                """.formatted(directory, ownerId);
    }

    private static String services(Ports ports, boolean tls) {
        return """
                service imap-login {
                  chroot =
                  inet_listener imap {
                    port = %1$d
                  }
                  inet_listener imaps {
                    port = %2$d
                    ssl = yes
                  }
                }
                service pop3-login {
                  chroot =
                  inet_listener pop3 {
                    port = %3$d
                  }
                  inet_listener pop3s {
                    port = %4$d
                    ssl = yes
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %5$d
                  }
                }
                """.formatted(
                        ports.imap(), tls ? ports.imaps() : 0, ports.pop3(), tls ? ports.pop3s() : 0, ports.lmtp());
    }

    private static String tokens(Path settings) {
        return """
                auth_mechanisms = $auth_mechanisms oauthbearer xoauth2
                passdb {
                  driver = oauth2
                  mechanisms = xoauth2 oauthbearer
                  args = %s
                }
                """.formatted(settings);
    }
}
