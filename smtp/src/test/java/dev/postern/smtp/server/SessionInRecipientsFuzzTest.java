package dev.postern.smtp.server;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile bytes for a session in {@link Phase#RECIPIENTS}. */
public final class SessionInRecipientsFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SessionInRecipientsFuzzTest.class, SessionInRecipientsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedSession.fuzz(Phase.RECIPIENTS, input);
    }
}
