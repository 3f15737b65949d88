package dev.postern.mail.dkim;

import dev.postern.mail.FilePrivacy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads private keys from files. What it says of a failure holds nothing of a key. */
final class PrivateKeys {
    static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    static final String END = "-----END PRIVATE KEY-----";
    private static final int MAX_OCTETS = 64 << 10;

    private PrivateKeys() {}

    /**
     * The key of a file in PEM (RFC 7468 §10).
     *
     * @throws IOException if others can read it, or it holds no such key; the message names the file and the remedy
     */
    static PrivateKey pem(Path file) throws IOException {
        FilePrivacy.check(file);
        if (Files.size(file) > MAX_OCTETS) {
            throw new IOException(file + " is larger than any private key");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            throw new IOException(file + " holds no unencrypted private key in PKCS#8 (" + BEGIN
                    + "): convert it with openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        try {
            return decoded(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        } catch (InvalidKeySpecException | IllegalArgumentException e) { // their texts may hold parts of the file
            throw new IOException(
                    file + " holds a private key that can't be read, or is neither of RSA nor of Ed25519");
        }
    }

    private static PrivateKey decoded(byte[] info) throws InvalidKeySpecException {
        InvalidKeySpecException failure = new InvalidKeySpecException("no kind of key");
        for (String kind : List.of("RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(info));
            } catch (InvalidKeySpecException e) {
                failure = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Java 15 and later have RSA and Ed25519", e);
            }
        }
        throw failure;
    }

    /**
     * The key of this alias in a Java keystore, PKCS#12 or JKS.
     *
     * @param password of the keystore and of its keys
     * @throws IOException if it can't be read or opened, or has no such key; the message names the file
     */
    static PrivateKey store(Path file, String alias, char[] password) throws IOException {
        try {
            Key key = KeyStore.getInstance(file.toFile(), password).getKey(alias, password);
            if (key instanceof PrivateKey found) {
                return found;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " can't be opened as a keystore: " + e.getMessage(), e);
        }
        throw new IOException(file + " holds no private key of the alias " + alias);
    }
}
