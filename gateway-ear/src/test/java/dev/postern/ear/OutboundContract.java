package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes, on every application server, of mail that a user's bean sends within its transaction; seen in the mailbox of a Postfix. */
interface OutboundContract {
    Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @RequiresPeer("postfix")
    default void whatABeanSendsLeavesWhenItsTransactionCommitsAndNotWhenItRollsBack() throws Exception {
        try (Conversation client = client()) {
            client.sendMail("ann@example.org", "answers-and-throws@example.net", GatewayContract.MAIL)
                    .expect("451 4.3.0 ");
            GatewayContract.acceptedId(client, "answers@example.net");
        }
        List<byte[]> mails = Surroundings.relay().mailbox("bob@example.net").await(1, PATIENCE);
        assertEquals(1, mails.size());
        String mail = new String(mails.get(0), StandardCharsets.US_ASCII);
        assertTrue(mail.contains("Subject: Re: your mail") && mail.contains("to answers@example.net"), mail);
    }

    private static Conversation client() throws IOException {
        return GatewayContract.greeted(Surroundings.port(Surroundings.TROUBLE_PORT));
    }
}
