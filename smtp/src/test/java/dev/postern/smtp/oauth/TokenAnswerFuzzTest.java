package dev.postern.smtp.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a token endpoint answers, with a status of 200 where the first byte is a plus: it is a token, or a failure in one short printable line. */
public final class TokenAnswerFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(TokenAnswerFuzzTest.class, TokenAnswerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        boolean ok = input.length > 0 && input[0] == '+';
        byte[] body = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        try {
            TokenAnswer answer = TokenAnswer.parse(ok ? 200 : 400, body);
            assertTrue(ok);
            assertFalse(answer.lifetime().isNegative());
            String token = answer.token().value();
            assertTrue(token.chars().allMatch(c -> c > ' ' && c <= '~'));
            assertEquals(-1, answer.toString().indexOf(token.length() > 24 ? token : "\n"));
        } catch (IOException e) {
            String message = e.getMessage();
            assertTrue(message.length() < 800 && message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
        }
    }
}
