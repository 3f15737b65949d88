package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client's side of a dialogue, in the text of the mechanism instead of base64. */
final class Exchange {
    private final SaslDialogue dialogue;

    Exchange(SaslDialogue dialogue) {
        this.dialogue = dialogue;
    }

    SaslStep begin(String initialResponse) {
        return dialogue.begin(
                        initialResponse == null ? null : initialResponse.isEmpty() ? "=" : base64(initialResponse))
                .toCompletableFuture()
                .join();
    }

    SaslStep answer(String response) {
        return line(base64(response));
    }

    SaslStep line(String line) {
        return dialogue.answer(line).toCompletableFuture().join();
    }

    static String challenge(SaslStep step) {
        byte[] octets = assertInstanceOf(SaslStep.Challenge.class, step).octets();
        return new String(octets, StandardCharsets.UTF_8);
    }

    static SaslStep.Failure failure(SaslStep step) {
        return assertInstanceOf(SaslStep.Failed.class, step).failure();
    }

    static String identity(SaslStep step) {
        return assertInstanceOf(SaslStep.Accepted.class, step).identity();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
