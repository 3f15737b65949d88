package dev.postern.ear;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Secrets that the application server keeps: of a connection factory in its configuration, and of the listener of a bean. */
interface SecretContract {
    Duration PATIENCE = Duration.ofSeconds(60);

    /** The server's configuration and its log. */
    List<Path> configurationAndLog() throws IOException;

    private static Conversation client() throws IOException {
        return GatewayContract.greeted(Surroundings.port(Surroundings.VAULT_PORT));
    }

    @Test
    @RequiresPeer({"postfix", "dovecot"})
    default void theRelayTakesMailByTheSecretOfTheServerAndByNoOther() throws Exception {
        try (Conversation client = client()) {
            GatewayContract.acceptedId(client, "right@example.net");
            client.sendMail("ann@example.org", "wrong@example.net", GatewayContract.MAIL)
                    .expect("550 5.0.0 ");
        }
        List<byte[]> mails =
                Surroundings.vault().relay().mailbox("bob@example.net").await(1, PATIENCE);
        assertEquals(1, mails.size());
        // Postfix writes it behind its reply
        await().atMost(PATIENCE).until(() -> Surroundings.vault().relay().log().contains("authentication failed"));
    }

    @Test
    default void aListenerOpensItsKeystoreByTheSecretOfTheServer() throws IOException {
        try (Conversation client = client()) {
            client.say("STARTTLS", "220 ");
            try (SSLSocket secured = TlsFixture.get().secure(client.socket())) {
                assertTrue(secured.getSession().isValid());
            }
        }
    }

    @Test
    default void theSecretIsShownNowhere() throws IOException {
        for (Path file : configurationAndLog()) {
            assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(Vault.SECRET), file::toString);
        }
        try (Conversation client = client()) {
            // backwards, as the log tells whose mail it is
            String sender = new StringBuilder(Vault.SECRET).reverse() + "@example.org";
            client.sendMail(sender, "seeks@example.net", GatewayContract.MAIL).expect(GatewayContract.ACCEPTED);
        }
    }
}
