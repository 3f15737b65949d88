package dev.postern.mail.dkim;

import dev.postern.mail.signature.SignatureAlgorithm;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A new key, and what the domain publishes of it. */
public final class DkimKeyPair {
    /** What RFC 8301 §3.2 recommends. */
    public static final int STANDARD_RSA_BITS = 2_048;

    private static final int LEAST_RSA_BITS = 1_024;
    private static final int MOST_RSA_BITS = 4_096;
    private static final int ED25519_OCTETS = 32;
    private static final int PEM_COLUMNS = 64;

    private final SignatureAlgorithm algorithm;
    private final KeyPair pair;

    private DkimKeyPair(SignatureAlgorithm algorithm, KeyPair pair) {
        this.algorithm = algorithm;
        this.pair = pair;
    }

    /**
     * Makes a key of RSA.
     *
     * @param bits which all verifiers know: 1,024 to 4,096
     * @throws IllegalArgumentException if it is another length
     */
    public static DkimKeyPair rsa(int bits) {
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) { // RFC 8301 §3.2
            throw new IllegalArgumentException("an RSA key has " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits; "
                    + STANDARD_RSA_BITS + " are recommended");
        }
        KeyPairGenerator generator = generator("RSA");
        generator.initialize(bits);
        return new DkimKeyPair(SignatureAlgorithm.RSA_SHA256, generator.generateKeyPair());
    }

    /** Makes a key of Ed25519. */
    public static DkimKeyPair ed25519() {
        return new DkimKeyPair(
                SignatureAlgorithm.ED25519_SHA256, generator("Ed25519").generateKeyPair());
    }

    private static KeyPairGenerator generator(String kind) {
        try {
            return KeyPairGenerator.getInstance(kind);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java 15 and later have RSA and Ed25519", e);
        }
    }

    /** The private key in PEM (PKCS#8, RFC 7468 §10), not encrypted. */
    public String pem() {
        Base64.Encoder lines = Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'});
        return PrivateKeys.BEGIN + "\n" + lines.encodeToString(pair.getPrivate().getEncoded()) + "\n" + PrivateKeys.END
                + "\n";
    }

    /** The text of the TXT record (RFC 6376 §3.6.1). */
    public String record() {
        byte[] info = pair.getPublic().getEncoded();
        // RFC 8463 §4.2: of Ed25519 the key alone, which is the end of its frame
        byte[] key = algorithm == SignatureAlgorithm.ED25519_SHA256
                ? Arrays.copyOfRange(info, info.length - ED25519_OCTETS, info.length)
                : info;
        return "v=" + DkimRecord.VERSION + "; k=" + algorithm.keyType() + "; p="
                + Base64.getEncoder().encodeToString(key);
    }
}
