package dev.postern.mail.dkim;

import java.security.MessageDigest;

/** The hash of a body in canonical form, or of its start. */
final class BodyHash implements BodySink {
    /** The limit that takes all of the body. */
    static final long ALL = Long.MAX_VALUE;

    private final MessageDigest digest;
    private final long limit;
    private long left;
    private byte[] value = {};

    /** @param limit how many octets count */
    BodyHash(MessageDigest digest, long limit) {
        this.digest = digest;
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public void take(byte[] octets, int from, int to) {
        int length = (int) Math.min(left, to - from);
        digest.update(octets, from, length);
        left -= length;
    }

    void finish() {
        value = digest.digest();
    }

    /** The hash, once the body has ended; not a copy. */
    byte[] value() {
        return value;
    }

    /** Whether the body has fewer octets than were to be hashed. */
    boolean isShort() {
        return limit != ALL && left > 0;
    }
}
