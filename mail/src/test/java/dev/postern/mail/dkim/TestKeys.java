package dev.postern.mail.dkim;

import dev.postern.mail.signature.SignatureAlgorithm;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/** Keys for tests: one of each kind, made when first needed. */
public final class TestKeys {
    public static final String DOMAIN = "example.org";
    public static final KeyPair RSA = generate("RSA", 2_048);
    public static final KeyPair ED25519 = generate("Ed25519", 255);

    private TestKeys() {}

    public static KeyPair generate(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key of example.org with the selector {@code rsa}. */
    public static DkimKey rsa() {
        return new DkimKey(DOMAIN, "rsa", RSA.getPrivate(), Instant.EPOCH);
    }

    /** A key of example.org with the selector {@code ed}. */
    public static DkimKey ed25519() {
        return new DkimKey(DOMAIN, "ed", ED25519.getPrivate(), Instant.EPOCH);
    }

    /** The records of both. */
    public static String zone() {
        return KeyZone.line("rsa._domainkey." + DOMAIN, rsaRecord())
                + KeyZone.line("ed._domainkey." + DOMAIN, edRecord());
    }

    public static String rsaRecord() {
        return KeyZone.record(SignatureAlgorithm.RSA_SHA256, RSA.getPublic().getEncoded());
    }

    public static String edRecord() {
        byte[] info = ED25519.getPublic().getEncoded();
        return KeyZone.record(
                SignatureAlgorithm.ED25519_SHA256, Arrays.copyOfRange(info, info.length - 32, info.length));
    }
}
