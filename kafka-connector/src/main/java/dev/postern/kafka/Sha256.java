package dev.postern.kafka;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that every JDK has. */
public final class Sha256 {
    private Sha256() {}

    /** One that begins. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** That of these octets, in hexadecimal digits. */
    public static String hex(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }
}
