package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A key record is read or refused, and so is its key, which then is one that verifying with takes no time. */
public final class DkimRecordFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DkimRecordFuzzTest.class, DkimRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            DkimRecord key = DkimRecord.parse(new String(input, StandardCharsets.ISO_8859_1));
            for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
                if (key.isFor(algorithm) && !key.isRevoked()) {
                    PublicKey read = PublicKeys.read(key.keyType(), key.key());
                    boolean bearable = !(read instanceof RSAPublicKey rsa)
                            || rsa.getPublicExponent().bitLength() <= 64;
                    assertTrue(bearable, read::toString);
                    HeaderSignature.verifies(algorithm, read, input, input);
                }
            }
        } catch (MalformedDkimException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
        }
    }
}
