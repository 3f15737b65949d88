package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.VerifyingKey;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
                verify(key, algorithm, input);
            }
        } catch (MalformedSignatureException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
        }
    }

    private static void verify(DkimRecord key, SignatureAlgorithm algorithm, byte[] input) {
        try {
            VerifyingKey read = key.keyFor(algorithm, 512);
            boolean bearable = !(read.key() instanceof RSAPublicKey rsa)
                    || rsa.getPublicExponent().bitLength() <= 64;
            assertTrue(bearable, read::toString);
            read.verifies(algorithm, ByteBuffer.wrap(input), input);
        } catch (UnusableKeyException e) {
            assertNotEquals(DkimResult.PASS, e.result());
        }
    }
}
