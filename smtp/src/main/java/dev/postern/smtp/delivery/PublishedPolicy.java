package dev.postern.smtp.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What domains may be asked for that they publish about connections to their hosts. */
public enum PublishedPolicy {
    /** TLSA records (RFC 7672). */
    DANE,
    /** Policies of MTA-STS (RFC 8461). */
    MTA_STS;

    /**
     * Reads some of their names, {@code dane} and {@code mta-sts}.
     *
     * @throws IllegalArgumentException if one is none; the message says which and what it should be
     */
    public static Set<PublishedPolicy> parse(List<String> names) {
        Set<PublishedPolicy> policies = EnumSet.noneOf(PublishedPolicy.class);
        for (String name : names) {
            switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "dane" -> policies.add(DANE);
                case "mta-sts" -> policies.add(MTA_STS);
                default -> throw new IllegalArgumentException(name + ": must be dane or mta-sts");
            }
        }
        return policies;
    }
}
