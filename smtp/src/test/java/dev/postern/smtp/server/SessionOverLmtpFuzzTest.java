package dev.postern.smtp.server;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile bytes for a session of LMTP that has two recipients. */
public final class SessionOverLmtpFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SessionOverLmtpFuzzTest.class, SessionOverLmtpFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedSession.fuzzLmtp(input);
    }
}
