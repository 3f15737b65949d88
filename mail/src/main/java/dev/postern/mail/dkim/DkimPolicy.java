package dev.postern.mail.dkim;

import java.time.Duration;

/**
 * Which signatures count, and how much work a mail may make.
 *
 * @param minRsaBits the shortest RSA keys that count, 1,024 at least
 * @param trustsBodyLength whether signatures count that cover only the start of the body (l=): anyone may write behind it
 * @param maxSignatures how many signatures are looked at, those at the top of the header first
 * @param maxLookups how many keys are asked for
 * @param time how long keys may take together; those that are not there then can't be had now
 * @param maxHeaderOctets the largest header that is read, if it has not more than 10,000 lines
 * @param clockSkew how far the clocks of signers may be from ours
 * @param asRfc4871 see {@link #asOfRfc4871}
 */
public record DkimPolicy(
        int minRsaBits,
        boolean trustsBodyLength,
        int maxSignatures,
        int maxLookups,
        Duration time,
        int maxHeaderOctets,
        Duration clockSkew,
        boolean asRfc4871) {
    /** What a receiver needs that knows nothing special: as the RFCs say, with bounds that no honest mail meets. */
    public static final DkimPolicy STANDARD =
            new DkimPolicy(1_024, false, 10, 10, Duration.ofSeconds(20), 256 << 10, Duration.ofMinutes(5), false);

    private static final int RFC_8301_BITS = 1_024;
    private static final int RFC_4871_BITS = 512;

    /** @throws IllegalArgumentException if a bound is below what it can be */
    public DkimPolicy {
        if (minRsaBits < (asRfc4871 ? RFC_4871_BITS : RFC_8301_BITS)) {
            throw new IllegalArgumentException("RSA keys of less than 1024 bits never count (RFC 8301 §3.2)");
        }
        boolean hasTime = !time.isNegative() && !time.isZero();
        if (maxSignatures < 1 || maxLookups < 1 || !hasTime || maxHeaderOctets < 1 || clockSkew.isNegative()) {
            throw new IllegalArgumentException("a bound that lets nothing be verified");
        }
    }

    /** The same with another shortest RSA key. */
    public DkimPolicy withMinRsaBits(int bits) {
        return new DkimPolicy(
                bits, trustsBodyLength, maxSignatures, maxLookups, time, maxHeaderOctets, clockSkew, asRfc4871);
    }

    /** The same, trusting signatures that cover only the start of the body or not. */
    public DkimPolicy withTrustInBodyLength(boolean trust) {
        return new DkimPolicy(
                minRsaBits, trust, maxSignatures, maxLookups, time, maxHeaderOctets, clockSkew, asRfc4871);
    }

    /** The same with another most of signatures and of keys asked for. */
    public DkimPolicy withBounds(int signatures, int lookups) {
        return new DkimPolicy(
                minRsaBits, trustsBodyLength, signatures, lookups, time, maxHeaderOctets, clockSkew, asRfc4871);
    }

    /** The same with another time for all keys. */
    public DkimPolicy withTime(Duration value) {
        return new DkimPolicy(
                minRsaBits, trustsBodyLength, maxSignatures, maxLookups, value, maxHeaderOctets, clockSkew, asRfc4871);
    }

    /** The same with another largest header. */
    public DkimPolicy withMaxHeaderOctets(int octets) {
        return new DkimPolicy(
                minRsaBits, trustsBodyLength, maxSignatures, maxLookups, time, octets, clockSkew, asRfc4871);
    }

    /** For old mail only: SHA-1, keys of 512 bits and g= count as in RFC 4871. None of these protects anything today. */
    public DkimPolicy asOfRfc4871() {
        return new DkimPolicy(
                RFC_4871_BITS, trustsBodyLength, maxSignatures, maxLookups, time, maxHeaderOctets, clockSkew, true);
    }
}
