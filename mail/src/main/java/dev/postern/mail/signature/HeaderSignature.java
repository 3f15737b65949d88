package dev.postern.mail.signature;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs a header in canonical form; {@link VerifyingKey} verifies such signatures. */
public final class HeaderSignature {
    private HeaderSignature() {}

    /**
     * The signature of a header.
     *
     * @param header up to the limit of the buffer
     * @throws IllegalArgumentException if the key is none of the algorithm
     */
    public static byte[] sign(SignatureAlgorithm algorithm, PrivateKey key, ByteBuffer header) {
        Signature engine = engine(algorithm);
        try {
            engine.initSign(key);
            engine.update(signed(algorithm, header));
            return engine.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key can't sign with " + algorithm, e);
        }
    }

    /** A new hash of this kind. */
    static MessageDigest digest(SignatureAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    /** What of a header the engine takes. */
    static ByteBuffer signed(SignatureAlgorithm algorithm, ByteBuffer header) {
        if (!algorithm.signsHash()) {
            return header;
        }
        MessageDigest digest = digest(algorithm);
        digest.update(header);
        return ByteBuffer.wrap(digest.digest());
    }

    static Signature engine(SignatureAlgorithm algorithm) {
        try {
            return Signature.getInstance(algorithm.signature());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java 15 and later have RSA and Ed25519", e);
        }
    }
}
