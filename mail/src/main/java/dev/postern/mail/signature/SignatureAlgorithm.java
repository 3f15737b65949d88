package dev.postern.mail.signature;

import java.util.Optional;

/** How a signature is made (RFC 6376 §3.3, RFC 8463 §3). */
public enum SignatureAlgorithm {
    /** Not to be used any more (RFC 8301 §3.1). */
    RSA_SHA1("rsa", "sha1", "SHA-1", "SHA1withRSA"),
    /** What every verifier knows. */
    RSA_SHA256("rsa", "sha256", "SHA-256", "SHA256withRSA"),
    /** Short keys and signatures, which not every verifier knows: mail is signed with RSA besides. */
    ED25519_SHA256("ed25519", "sha256", "SHA-256", "Ed25519");

    private final String text;
    private final String keyType;
    private final String hash;
    private final String digest;
    private final String signature;

    SignatureAlgorithm(String keyType, String hash, String digest, String signature) {
        this.text = keyType + "-" + hash;
        this.keyType = keyType;
        this.hash = hash;
        this.digest = digest;
        this.signature = signature;
    }

    /** As it is written in a signature, such as {@code rsa-sha256}. */
    @Override
    public String toString() {
        return text;
    }

    /** As the k= of a key record names its keys. */
    public String keyType() {
        return keyType;
    }

    /** As the h= of a key record names its hash. */
    public String hash() {
        return hash;
    }

    /** The hash as Java names it. */
    String digest() {
        return digest;
    }

    /** The signature as Java names it. */
    String signature() {
        return signature;
    }

    /** Whether it is the hash of the header that is signed in place of the header (RFC 8463 §3). */
    boolean signsHash() {
        return this == ED25519_SHA256;
    }

    /** The one of this name, in any case. */
    public static Optional<SignatureAlgorithm> named(String name) {
        for (SignatureAlgorithm each : values()) {
            if (each.text.equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
