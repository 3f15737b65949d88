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
            for (String way : List.of("answers", "answers-by-jakarta-mail")) {
                client.sendMail("ann@example.org", way + "-and-throws@example.net", GatewayContract.MAIL)
                        .expect("451 4.3.0 ");
                GatewayContract.acceptedId(client, way + "@example.net");
            }
        }
        List<String> mails = Surroundings.relay().mailbox("bob@example.net").await(2, PATIENCE).stream()
                .map(mail -> new String(mail, StandardCharsets.US_ASCII))
                .toList();
        assertEquals(2, mails.size());
        assertTrue(mails.stream().anyMatch(mail -> mail.contains("\nSubject: Re: your mail\n")), mails::toString);
        assertTrue(
                mails.stream()
                        .anyMatch(mail -> mail.contains("\nSubject: By Jakarta Mail\n")
                                && mail.endsWith("\nto answers-by-jakarta-mail\n")),
                mails::toString);
    }

    private static Conversation client() throws IOException {
        return GatewayContract.greeted(Surroundings.port(Surroundings.TROUBLE_PORT));
    }
}
