package dev.postern.kafka.source.record.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that every JDK has. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }

    /** What was read, while it is copied. */
    record Copied(long size, String hex) {
        static Copied of(InputStream in, OutputStream out) throws IOException {
            MessageDigest digest = digest();
            byte[] piece = new byte[64 << 10];
            long size = 0;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
                out.write(piece, 0, count);
                size += count;
            }
            return new Copied(size, HexFormat.of().formatHex(digest.digest()));
        }
    }
}
