package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.sasl.SaslText;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a client says in an AUTH, in lines of which the first names the mechanism: it is answered, and nobody gets in without a secret. */
public final class SaslDialogueFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SaslDialogueFuzzTest.class, SaslDialogueFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 8);
        SaslMechanism mechanism = SaslMechanism.named(lines[0]);
        if (mechanism == null) {
            return;
        }
        SaslDialogue dialogue = new SaslMechanisms(NOBODY, () -> "nonce").begin(mechanism, ChannelBindings.NONE);
        SaslStep step = done(dialogue.begin(lines.length < 2 || lines[1].isEmpty() ? null : lines[1]));
        for (int i = 2; i < lines.length && step instanceof SaslStep.Challenge; i++) {
            step = done(dialogue.answer(lines[i]));
        }
        String user = dialogue.user();
        assertTrue(user == null || user.equals(SaslText.name(user)), "a name that is none");
        if (step instanceof SaslStep.Failed failed) {
            for (int i = 1; i < lines.length; i++) {
                assertFalse(lines[i].length() > 8 && failed.reason().contains(lines[i]), "the reason shows a secret");
            }
            // no bug of ours is hidden behind it
            assertFalse(failed.failure() == SaslStep.Failure.UNAVAILABLE, failed.reason());
        } else {
            assertTrue(step instanceof SaslStep.Challenge, "somebody got in");
        }
    }

    private static final ScramVerifier SECRET =
            ScramVerifier.of("correct horse battery staple".toCharArray(), new byte[16], 4_096);

    /** Knows a user for SCRAM, and finds every other secret wrong. */
    private static final Authenticator NOBODY = new Authenticator() {
        @Override
        public Set<Kind> kinds() {
            return EnumSet.allOf(Kind.class);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("wrong"));
        }

        @Override
        public CompletionStage<ScramLookup> scramVerifier(String name) {
            return CompletableFuture.completedFuture(new ScramLookup.Found(SECRET));
        }

        @Override
        public void close() {}
    };

    private static SaslStep done(CompletionStage<SaslStep> stage) {
        CompletableFuture<SaslStep> step = stage.toCompletableFuture();
        assertTrue(step.isDone());
        if (step.join() instanceof SaslStep.Challenge challenge) {
            assertEquals(
                    new String(challenge.octets(), StandardCharsets.ISO_8859_1),
                    new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.ISO_8859_1));
        }
        return step.join();
    }
}
