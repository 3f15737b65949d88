package dev.postern.smtp.server;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile bytes for a session in {@link Phase#AUTHENTICATING}. */
public final class SessionInAuthenticatingFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(
                SessionInAuthenticatingFuzzTest.class, SessionInAuthenticatingFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedSession.fuzz(Phase.AUTHENTICATING, input);
    }
}
