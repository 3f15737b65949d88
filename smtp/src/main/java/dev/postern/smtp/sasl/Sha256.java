package dev.postern.smtp.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** H() and HMAC() of SCRAM-SHA-256 (RFC 5802 §2.2, RFC 7677). */
public final class Sha256 {
    /** The length of a hash. */
    public static final int OCTETS = 32;

    private Sha256() {}

    /** H() */
    public static byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** HMAC() */
    public static byte[] hmac(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
