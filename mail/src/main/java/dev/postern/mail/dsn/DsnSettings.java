package dev.postern.mail.dsn;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;

/**
 * How notifications are made.
 *
 * @param reportingMta the name of this mail system; best one that is known in DNS
 * @param from who is named as the author; a person should read what is answered (RFC 3464 §2)
 * @param delayByDefault whether delays are told to senders who did not say what they want to be told
 * @param maxReturned up to how many octets a mail comes back whole to who asked for that; of a larger one only the header does
 */
public record DsnSettings(Domain reportingMta, Address from, boolean delayByDefault, long maxReturned) {
    private static final long MEBIBYTE = 1024L * 1024L;

    /** @throws IllegalArgumentException if the size is negative, or an address needs SMTPUTF8 */
    public DsnSettings {
        if (maxReturned < 0) {
            throw new IllegalArgumentException("the most octets that come back are 0 or more, not " + maxReturned);
        }
        if (!from.isAscii()) {
            throw new IllegalArgumentException("the author of notifications needs an address of US-ASCII");
        }
    }

    /** From the postmaster of this mail system, also for delays; up to 1 MiB comes back. */
    public static DsnSettings of(Domain reportingMta) {
        return new DsnSettings(reportingMta, new Address("postmaster", reportingMta), true, MEBIBYTE);
    }

    /** The same from this author. */
    public DsnSettings withFrom(Address author) {
        return new DsnSettings(reportingMta, author, delayByDefault, maxReturned);
    }

    /** The same where delays are told to who did not say what they want to be told, or not. */
    public DsnSettings withDelayByDefault(boolean value) {
        return new DsnSettings(reportingMta, from, value, maxReturned);
    }
}
