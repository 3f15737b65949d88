package dev.postern.smtp.server;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile bytes for a session in {@link Phase#HANDSHAKE}. */
public final class SessionInHandshakeFuzzTest {
    private static final ServerTls TLS = tls();

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SessionInHandshakeFuzzTest.class, SessionInHandshakeFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedSession.fuzzHandshake(TLS, input);
    }

    private static ServerTls tls() {
        try {
            return TestTls.server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
