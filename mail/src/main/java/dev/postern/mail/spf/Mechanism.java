package dev.postern.mail.spf;

import org.jspecify.annotations.Nullable;

/**
 * A term that may match a client (RFC 7208 §5).
 *
 * @param text as it stands in the record
 * @param domain whom to ask; null where that is the domain itself, or nobody
 * @param network of IP4 and IP6; else null
 * @param prefix4 how many bits of an IPv4 address count, of A and MX
 * @param prefix6 how many bits of an IPv6 address count, of A and MX
 */
record Mechanism(
        String text,
        Kind kind,
        Qualifier qualifier,
        @Nullable Macro domain,
        @Nullable IpNetwork network,
        int prefix4,
        int prefix6) {
    /** The mechanisms. */
    enum Kind {
        ALL,
        INCLUDE,
        A,
        MX,
        PTR,
        IP4,
        IP6,
        EXISTS;

        /** Whether it is one of the terms whose number is limited (RFC 7208 §4.6.4). */
        boolean asksDns() {
            return this != ALL && this != IP4 && this != IP6;
        }

        /** Whether it must name a domain. */
        boolean needsDomain() {
            return this == INCLUDE || this == EXISTS;
        }

        /** Whether the domain may be followed by how many bits count. */
        boolean takesPrefix() {
            return this == A || this == MX;
        }
    }
}
