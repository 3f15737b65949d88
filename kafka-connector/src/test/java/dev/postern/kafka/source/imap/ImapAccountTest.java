package dev.postern.kafka.source.imap;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.kafka.source.mailbox.TokenServer;
import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts of a real Dovecot with TLS, tokens and folders. */
@Timeout(120)
@RequiresPeer({"dovecot"})
class ImapAccountTest {
    private static Dovecot dovecot;
    private static TokenServer tokens;

    @BeforeAll
    static void start() throws IOException {
        tokens = TokenServer.start("tokens@example.net");
        dovecot = Dovecot.builder()
                .user("bob@example.net", ImapBox.PASSWORD)
                .user("cy@example.net", ImapBox.PASSWORD)
                .user("tokens@example.net", ImapBox.PASSWORD)
                .tls(TlsFixture.get())
                .tokens(tokens.introspection())
                .start();
        new ImapBox(dovecot, "bob@example.net").deliver(0, 2);
    }

    @AfterAll
    static void stop() throws IOException {
        if (dovecot != null) {
            dovecot.close();
        }
        tokens.close();
    }

    private static TaskDriver secured(String protection, String user) throws IOException {
        ImapBox box = new ImapBox(dovecot, user);
        int port = protection.equals("implicit") ? dovecot.imapsPort() : dovecot.imapPort();
        return new TaskDriver(box.settings(port))
                .set("imap.host", "localhost")
                .set("imap.tls", protection)
                .set("imap.truststore.location", TlsFixture.get().truststore().toString())
                .set("imap.truststore.password", new String(TlsFixture.get().password()));
    }

    @ParameterizedTest
    @CsvSource({"implicit,", "starttls,", "implicit,SCRAM-SHA-256", "starttls,LOGIN", "starttls,CRAM-MD5"})
    @Rfc({"9051#6.2.1", "9051#6.2.2", "4959#3"})
    void mailIsReadInTls(String protection, String mechanism) throws Exception {
        try (TaskDriver task = secured(protection, "bob@example.net")
                .set("imap.auth.mechanisms", mechanism == null ? "" : mechanism)
                .start()) {
            assertEquals(List.of(0, 1), ImapBox.numbers(task.take(2)));
        }
    }

    @Test
    void aCertificateThatIsNotTrustedEndsItBeforeThePassword() throws Exception {
        try (TaskDriver task = secured("starttls", "bob@example.net")
                .set(
                        "imap.truststore.location",
                        TlsFixture.forHost("localhost").truststore().toString())
                .start()) {
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(700)));
        }
    }

    @Test
    void aPasswordThatIsRefusedFailsTheTaskAndIsNotTold() throws Exception {
        try (TaskDriver task = secured("implicit", "bob@example.net")
                .set("imap.password", "guess4me")
                .start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains("bob@example.net can't be read"), failure.getMessage());
            assertTrue(!failure.getMessage().contains("guess4me"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER"})
    void aTokenThatHasExpiredIsReplacedByAnother(String mechanism) throws Exception {
        ImapBox box = new ImapBox(dovecot, "tokens@example.net");
        box.commands("SELECT INBOX", "STORE 1:* +FLAGS (\\Deleted)", "EXPUNGE");
        box.deliver("INBOX", ImapBox.mail(7, mechanism));
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.imapsPort());
                TaskDriver task = tokens.allow(secured("implicit", "tokens@example.net"), "imap.")
                        .set("imap.port", String.valueOf(proxy.port()))
                        .set("imap.auth.mechanisms", mechanism)
                        .start()) {
            assertEquals(List.of(7), ImapBox.numbers(task.take(1)));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(1_100))); // longer than the token is good for
            int valid = tokens.revoke();
            proxy.cutAll();
            box.deliver("INBOX", ImapBox.mail(8, mechanism));
            assertEquals(List.of(8), ImapBox.numbers(task.take(1)));
            assertTrue(tokens.granted() >= valid);
        }
    }

    @Test
    void whereMechanismsAreNamedThePasswordIsShownInNoOtherWay() throws Exception {
        try (TaskDriver task = new TaskDriver(new ImapBox(dovecot, "bob@example.net").settings(dovecot.imapPort()))
                .set("imap.auth.mechanisms", "SCRAM-SHA-256-PLUS") // which takes TLS
                .start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains("no login that we can and may use"), failure.getMessage());
        }
    }

    @Test
    void foldersOfSeveralAccountsAreSharedAmongTasksAndNewOnesAreFound() throws Exception {
        ImapBox bob = new ImapBox(dovecot, "bob@example.net");
        bob.commands("CREATE Archive.2024", "CREATE Archive.2025", "CREATE Trash", "SELECT Archive.2024");
        new ImapBox(dovecot, "cy@example.net");
        Map<String, String> settings = new HashMap<>(Map.of(
                "topic", "mail",
                "mail.mode", "imap",
                "imap.accounts", "bob,cy",
                "imap.folders.refresh.ms", "1000"));
        for (String name : List.of("bob", "cy")) {
            settings.put("imap.account." + name + ".host", "127.0.0.1");
            settings.put("imap.account." + name + ".port", String.valueOf(dovecot.imapPort()));
            settings.put("imap.account." + name + ".tls", "none");
            settings.put("imap.account." + name + ".username", name + "@example.net");
            settings.put("imap.account." + name + ".password", ImapBox.PASSWORD);
        }
        settings.put("imap.account.bob.folders", "INBOX,Archive/*,!Archive/2025");
        MailSourceConnector connector = new MailSourceConnector();
        AtomicInteger changes = new AtomicInteger();
        connector.initialize(new Context(changes));
        connector.start(settings);
        try {
            List<Map<String, String>> tasks = connector.taskConfigs(2);
            assertEquals(
                    List.of("[[\"bob\",\"Archive.2024\"],[\"cy\",\"INBOX\"]]", "[[\"bob\",\"INBOX\"]]"),
                    tasks.stream().map(task -> task.get("imap.task.folders")).toList());
            bob.commands("CREATE Archive.2026");
            await().until(() -> changes.get() > 0);
            List<Map<String, String>> more = connector.taskConfigs(10);
            assertEquals(4, more.size());
            dovecot.deliver(
                    "bob@example.net", "Archive.2024", ImapBox.mail(3, "old").getBytes(StandardCharsets.UTF_8));
            try (TaskDriver task = new TaskDriver(tasks.get(0)).start()) {
                assertEquals("Archive.2024", TaskDriver.header(task.take(1).get(0), MailboxAttributes.FOLDER));
            }
        } finally {
            connector.stop();
        }
    }

    private record Context(AtomicInteger changes) implements SourceConnectorContext {
        @Override
        public void requestTaskReconfiguration() {
            changes.incrementAndGet();
        }

        @Override
        public void raiseError(Exception e) {
            throw new AssertionError(e);
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return null;
        }
    }
}
