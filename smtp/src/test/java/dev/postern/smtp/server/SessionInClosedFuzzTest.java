package dev.postern.smtp.server;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile bytes for a session in {@link Phase#CLOSED}. */
public final class SessionInClosedFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SessionInClosedFuzzTest.class, SessionInClosedFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedSession.fuzz(Phase.CLOSED, input);
    }
}
