package dev.postern.kafka.sink;

/**
 * Mails under way.
 *
 * @param mails their number
 * @param octets of their messages
 */
record Load(int mails, long octets) {
    /** Nothing is under way. */
    static final Load NONE = new Load(0, 0);

    Load plus(Load other) {
        return new Load(mails + other.mails, octets + other.octets);
    }

    Load minus(Load other) {
        return new Load(mails - other.mails, octets - other.octets);
    }

    /** Whether no more should be taken on. */
    boolean reaches(Load most) {
        return mails >= most.mails || octets >= most.octets;
    }

    /** Whether more may be taken on again. */
    boolean isHalfOf(Load most) {
        return mails <= most.mails / 2 && octets <= most.octets / 2;
    }
}
