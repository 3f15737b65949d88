package dev.postern.mail.signature;

import java.security.MessageDigest;

/** The hash of a body in canonical form, or of its start. */
public final class BodyHash {
    /** The limit that takes all of the body. */
    public static final long ALL = Long.MAX_VALUE;

    private final String kind;
    private final MessageDigest digest;
    private final long limit;
    private long left;
    private byte[] value = {};

    /** @param limit how many octets count */
    BodyHash(SignatureAlgorithm algorithm, long limit) {
        this.kind = algorithm.digest();
        this.digest = HeaderSignature.digest(algorithm);
        this.limit = limit;
        this.left = limit;
    }

    /** Whether a signature made in this way needs this very hash. */
    boolean is(SignatureAlgorithm algorithm, long count) {
        return kind.equals(algorithm.digest()) && limit == count;
    }

    void take(byte[] octets, int from, int to) {
        int length = (int) Math.min(left, to - from);
        digest.update(octets, from, length);
        left -= length;
    }

    void finish() {
        value = digest.digest();
    }

    /** The hash, once the body has ended; not a copy. */
    public byte[] value() {
        return value;
    }

    /** Whether the body has fewer octets than were to be hashed. */
    public boolean isShort() {
        return limit != ALL && left > 0;
    }
}
