package dev.postern.kafka.source.record.claim;

import dev.postern.kafka.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What was copied.
 *
 * @param hex its digest (SHA-256)
 */
record Copied(long size, String hex) {
    static Copied of(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = Sha256.digest();
        long size = in.transferTo(new DigestOutputStream(out, digest));
        return new Copied(size, HexFormat.of().formatHex(digest.digest()));
    }
}
