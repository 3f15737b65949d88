package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.RecipientVerifier.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks of the recipient, which is bob@example.net here. */
class RecipientChecksTest {
    private static String patterns(String pattern) {
        return Judged.client(new RecipientPatterns(AddressPatterns.parse(List.of(pattern), true)), "192.0.2.1");
    }

    private static String verified(CompletionStage<Answer> answer) {
        return Judged.client(
                new VerifiedRecipients((client, recipient) -> answer, Duration.ofMillis(100)), "192.0.2.1");
    }

    @Test
    void takesRecipientsOfItsFormsOnly() {
        assertEquals("accepted", patterns("*@example.net"));
        assertEquals("550 5.1.1 No such recipient here", patterns("*@example.org"));
    }

    @Test
    void believesTheApplication() {
        assertEquals("accepted", verified(CompletableFuture.completedFuture(Answer.KNOWN)));
        assertEquals("550 5.1.1 No such recipient here", verified(CompletableFuture.completedFuture(Answer.UNKNOWN)));
    }

    @Test
    void defersWhatTheApplicationCanNotSay() {
        String deferred = "451 4.4.3 The recipient can't be verified now, try again later";
        assertEquals(deferred, verified(CompletableFuture.completedFuture(Answer.UNDECIDED)));
        assertEquals(deferred, verified(CompletableFuture.failedFuture(new IllegalStateException("a bug"))));
        CompletableFuture<Answer> never = new CompletableFuture<>();
        assertEquals(deferred, verified(never));
        assertEquals(false, never.isDone());
    }

    @Test
    void aVerifierThatBreaksIsOneThatCanNotSay() {
        String deferred = "451 4.4.3 The recipient can't be verified now, try again later";
        assertEquals(deferred, verified(null));
        assertEquals(deferred, verified(CompletableFuture.completedFuture(null)));
        VerifiedRecipients broken = new VerifiedRecipients(
                (client, recipient) -> {
                    throw new NoClassDefFoundError("com/example/Directory");
                },
                Duration.ofMillis(100));
        assertEquals(deferred, Judged.client(broken, "192.0.2.1"));
    }
}
