package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@RequiresPeer({"postfix", "swaks"})
class PostfixTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void keepsMailForItsMailboxesAndRefusesOtherUsers() throws Exception {
        int port;
        try (Postfix postfix = Postfix.builder().mailboxes("bob@example.net").start()) {
            port = postfix.port();
            ProgramRun known =
                    Swaks.run(port, "--from", "a@example.org", "--to", "bob@example.net", "--body", "to bob");
            assertEquals(0, known.exitCode(), known.output());
            ProgramRun unknown = Swaks.run(port, "--from", "a@example.org", "--to", "nobody@example.net");
            assertTrue(unknown.exitCode() != 0 && unknown.output().contains("550 5.1.1"), unknown.output());
            byte[] mail = postfix.mailbox("bob@example.net").await(1, PATIENCE).get(0);
            assertTrue(new String(mail, StandardCharsets.US_ASCII).contains("\nto bob\n"));
        }
        assertFalse(ChildProcess.listensOn(port).isReady());
    }

    @Test
    void relaysOtherMail() throws Exception {
        try (Postfix last = Postfix.builder().mailboxes("bob@example.net").start();
                Postfix relay = Postfix.builder().relayTo(last.port()).start()) {
            Swaks.run(relay.port(), "--from", "a@example.org", "--to", "bob@example.net")
                    .succeeded();
            last.mailbox("bob@example.net").await(1, PATIENCE);
        }
    }

    @Test
    void offersStartTlsAndHoldsItsSizeLimit() throws Exception {
        try (Postfix postfix = Postfix.builder()
                .mailboxes("bob@example.net")
                .tls(TlsFixture.get())
                .messageSizeLimit(100_000)
                .start()) {
            ProgramRun secured =
                    Swaks.run(postfix.port(), "--tls", "--from", "a@example.org", "--to", "bob@example.net");
            assertEquals(0, secured.exitCode(), secured.output());
            assertTrue(secured.output().contains("SIZE 100000"), secured.output());
            assertTrue(secured.output().contains("=== TLS started"), secured.output());
        }
    }

    @Test
    void aWrongSettingIsShown() {
        Postfix.Builder wrong = Postfix.builder().set("message_size_limit", "many");
        IllegalStateException failure = assertThrows(IllegalStateException.class, wrong::start);
        assertTrue(failure.getMessage().contains("message_size_limit = many"), failure.getMessage());
    }
}
