package dev.postern.mail.dkim;

import dev.postern.mail.signature.HeaderSignature;
import dev.postern.mail.signature.SignatureAlgorithm;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;

/** A key with which a domain signs, and under what name verifiers find its other half. */
public final class DkimKey {
    private static final int LEAST_RSA_BITS = 1_024;

    private final DkimName name;
    private final SignatureAlgorithm algorithm;
    private final PrivateKey key;
    private final Instant notBefore;

    /**
     * A key.
     *
     * @param domain in any script
     * @param selector of letters, digits, hyphens, underscores and dots
     * @param key of RSA or Ed25519
     * @param notBefore from when on mail is signed with it: when verifiers find its other half for sure
     * @throws IllegalArgumentException if domain or selector is none, or the key is of another kind or too short to be used
     *     (RFC 8301 §3.2)
     */
    public DkimKey(String domain, String selector, PrivateKey key, Instant notBefore) {
        this.name = DkimName.of(domain, selector);
        this.algorithm = algorithm(key);
        this.key = key;
        this.notBefore = notBefore;
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key of less than " + LEAST_RSA_BITS
                    + " bits, which no verifier counts: make one of 2048 bits");
        }
    }

    private static SignatureAlgorithm algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> SignatureAlgorithm.RSA_SHA256;
            case "EdDSA", "Ed25519" -> SignatureAlgorithm.ED25519_SHA256;
            default ->
                throw new IllegalArgumentException("a key of " + key.getAlgorithm() + ": DKIM knows RSA and Ed25519");
        };
    }

    /** Whose it is, in A-labels and lower case. */
    public String domain() {
        return name.domain();
    }

    /** Its name among the keys of the domain, in A-labels and lower case. */
    public String selector() {
        return name.selector();
    }

    /** How it signs. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** From when on mail is signed with it. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Signs a header in canonical form, up to the limit of the buffer. */
    public byte[] sign(ByteBuffer header) {
        return HeaderSignature.sign(algorithm, key, header);
    }

    /** Its name and kind, without the key. */
    @Override
    public String toString() {
        return name + " (" + algorithm + ")";
    }
}
