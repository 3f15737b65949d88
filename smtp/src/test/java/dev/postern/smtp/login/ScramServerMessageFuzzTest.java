package dev.postern.smtp.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.sasl.ScramKeys;
import dev.postern.smtp.sasl.Sha256;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a server says in SCRAM, in lines: what is read of it is what stands there, the work that it asks for is bounded, and without the
 * password it is never believed.
 */
public final class ScramServerMessageFuzzTest {
    private static final String NONCE = "nonce";
    private static final PasswordProof PROOF = new PasswordProof("user", "correct horse battery staple", () -> NONCE);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ScramServerMessageFuzzTest.class, ScramServerMessageFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 4);
        boolean cheap = read(lines[0]);
        if (lines.length > 1) {
            readSignature(lines[1]);
        }
        if (cheap) {
            speak(lines);
        }
    }

    /** Whether the message asks for so little that it may be answered here. */
    private static boolean read(String message) {
        try {
            ScramServerFirst first = ScramServerFirst.parse(message, NONCE);
            assertTrue(first.nonce().startsWith(NONCE) && first.nonce().length() > NONCE.length());
            assertTrue(message.startsWith("r=" + first.nonce() + ",s=" + first.salt() + ",i=" + first.iterations()));
            assertTrue(first.iterations() >= ScramKeys.LEAST_ITERATIONS
                    && first.iterations() <= ScramServerFirst.MOST_ITERATIONS);
            assertTrue(first.saltOctets().length > 0);
            return first.iterations() == ScramKeys.LEAST_ITERATIONS;
        } catch (BrokenExchangeException e) {
            assertHidden(message, e);
            return true;
        }
    }

    private static void readSignature(String message) {
        try {
            assertEquals(Sha256.OCTETS, ScramServerFinal.signature(message).length);
            assertTrue(message.startsWith("v="));
        } catch (BrokenExchangeException e) {
            assertHidden(message, e);
        }
    }

    private static void speak(String[] lines) {
        LoginMechanism scram = LoginMechanism.SCRAM_SHA_256;
        LoginChannel channel = new LoginChannel(true, true, ChannelBindings.NONE, "mx.example.org", 587);
        ClientExchange exchange;
        try {
            exchange = PROOF.begin(scram, EnumSet.of(scram), channel);
        } catch (BrokenExchangeException e) {
            throw new AssertionError(e);
        }
        try {
            for (String line : lines) {
                exchange.answer(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (BrokenExchangeException e) {
            assertFalse(e.getMessage().contains("horse"));
        }
        assertThrows(BrokenExchangeException.class, exchange::succeeded);
    }

    private static void assertHidden(String message, BrokenExchangeException failure) {
        assertFalse(
                message.length() > 24 && failure.getMessage().contains(message),
                "the failure says what the server chose");
    }
}
