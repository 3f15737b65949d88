package dev.postern.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.ConnectWorker;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code host=auto:…} comes to: a real Dovecot, at ports of which DNS alone tells. */
@Timeout(120)
@ExtendWith(ConnectWorker.class)
@RequiresPeer({"dovecot", "nsd"})
class FoundMailboxTest {
    private static final String SUSAN = "susan@example.org";
    private static final TlsFixture FIXTURE = TlsFixture.get();

    private static Dovecot dovecot() throws Exception {
        Dovecot dovecot = Dovecot.builder().user(SUSAN, "secret").tls(FIXTURE).start();
        dovecot.imap("a LOGIN " + SUSAN + " secret\r\nb SELECT INBOX\r\nc LOGOUT\r\n");
        dovecot.deliver("Subject: found\n\nHi\n".getBytes(UTF_8));
        return dovecot;
    }

    private static Nsd zones(Dovecot dovecot) throws Exception {
        return Nsd.serving(
                Map.of("example.org", """
                $TTL 300
                example.org. IN SOA ns.example.org. hostmaster.example.org. 1 3600 900 604800 60
                example.org. IN NS ns.example.org.
                ns.example.org. IN A 127.0.0.1
                _imaps._tcp.example.org. IN SRV 0 1 %d localhost.
                _pop3s._tcp.example.org. IN SRV 0 1 %d localhost.
                """.formatted(dovecot.imapsPort(), dovecot.pop3sPort()), "localhost", """
                $TTL 300
                localhost. IN SOA ns.localhost. hostmaster.localhost. 1 3600 900 604800 60
                localhost. IN NS ns.localhost.
                ns.localhost. IN A 127.0.0.1
                localhost. IN A 127.0.0.1
                """));
    }

    private static Map<String, String> settings(String mode, Nsd nsd) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mail.mode", mode, "dns.servers", "127.0.0.1:" + nsd.address().getPort()));
        settings.putAll(Map.of(
                mode + ".host",
                "auto:" + SUSAN,
                mode + ".private.addresses",
                "true",
                mode + ".username",
                SUSAN,
                mode + ".password",
                "secret",
                mode + ".retry.first.ms",
                "50",
                mode + ".retry.max.ms",
                "500",
                mode + ".truststore.location",
                FIXTURE.truststore().toString(),
                mode + ".truststore.password",
                new String(FIXTURE.password())));
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    @Rfc({"6186#3.1", "6186#6"})
    void aMailboxIsFoundInDnsAndRead(String mode) throws Exception {
        String name = "found-" + mode;
        ConnectWorker.createTopic(name);
        try (Dovecot dovecot = dovecot();
                Nsd nsd = zones(dovecot)) {
            Map<String, String> settings = settings(mode, nsd);
            settings.put("topic", name);
            ConnectWorker.run(name, MailSourceConnector.class, settings);
            String mail = new String(ConnectWorker.firstRecord(name).value(), UTF_8);
            assertTrue(mail.startsWith("Subject: found\r\n"), mail);
            assertTrue(dovecot.log().contains(mode + "-login: Info: Login"), dovecot.log());
            ConnectWorker.delete(name);
        }
    }

    @Test
    void aServerAtAPrivateAddressIsNotReadUnlessThatIsAllowed() throws Exception {
        try (Dovecot dovecot = dovecot();
                Nsd nsd = zones(dovecot)) {
            Map<String, String> settings = settings("pop3", nsd);
            settings.put("pop3.private.addresses", "false");
            settings.put("pop3.task.accounts", "default");
            try (TaskDriver task = new TaskDriver(settings).start()) {
                assertEquals(List.of(), task.pollFor(Duration.ofSeconds(2)));
            }
            assertFalse(dovecot.log().contains("pop3-login: Info: Login"), dovecot.log());
        }
    }
}
