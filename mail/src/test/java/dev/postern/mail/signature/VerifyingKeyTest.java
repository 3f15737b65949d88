package dev.postern.mail.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dkim.TestKeys;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key verifies as well as a new one, whatever it has verified before. */
class VerifyingKeyTest {
    private static final byte[] HEADER = "from:susan@example.org\r\n".getBytes(US_ASCII);
    private static final byte[] OTHER = "from:eve@example.org\r\n".getBytes(US_ASCII);

    @ParameterizedTest
    @EnumSource
    void isNotConfusedByWhatDidNotVerify(SignatureAlgorithm algorithm) {
        byte[] signature = signature(algorithm);
        VerifyingKey key = key(algorithm);
        assertTrue(verifies(key, algorithm, HEADER, signature));
        for (byte[] wrong : new byte[][] {{}, new byte[1], new byte[signature.length], new byte[1_000]}) {
            assertFalse(verifies(key, algorithm, HEADER, wrong));
            assertFalse(verifies(key, algorithm, OTHER, signature));
            assertTrue(verifies(key, algorithm, HEADER, signature));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_SHA1", "RSA_SHA256"})
    void tellsAlgorithmsApart(SignatureAlgorithm algorithm) {
        VerifyingKey key = key(algorithm);
        for (SignatureAlgorithm other : new SignatureAlgorithm[] {
            SignatureAlgorithm.RSA_SHA1, SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.RSA_SHA1
        }) {
            assertEquals(other == algorithm, verifies(key, other, HEADER, signature(algorithm)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isUsedByManyAtOnce(SignatureAlgorithm algorithm) {
        byte[] signature = signature(algorithm);
        VerifyingKey key = key(algorithm);
        assertTrue(IntStream.range(0, 2_000)
                .parallel()
                .allMatch(i -> verifies(key, algorithm, i % 2 == 0 ? HEADER : OTHER, signature) == (i % 2 == 0)));
    }

    private static boolean verifies(VerifyingKey key, SignatureAlgorithm algorithm, byte[] header, byte[] signature) {
        return key.verifies(algorithm, ByteBuffer.wrap(header), signature);
    }

    private static VerifyingKey key(SignatureAlgorithm algorithm) {
        return new VerifyingKey(pair(algorithm).getPublic());
    }

    private static byte[] signature(SignatureAlgorithm algorithm) {
        return HeaderSignature.sign(algorithm, pair(algorithm).getPrivate(), ByteBuffer.wrap(HEADER));
    }

    private static KeyPair pair(SignatureAlgorithm algorithm) {
        return algorithm.keyType().equals("rsa") ? TestKeys.RSA : TestKeys.ED25519;
    }
}
