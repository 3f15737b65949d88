package dev.postern.smtp.tlsrpt;

import java.util.List;

/**
 * By which policy a connection was protected (RFC 8460 §4.4).
 *
 * @param strings the policy as the domain publishes it: TLSA records, or lines of its policy of MTA-STS
 * @param hosts the hosts that a policy of MTA-STS allows; else empty
 */
public record AppliedPolicy(Type type, List<String> strings, List<String> hosts) {
    /** The domain publishes nothing. */
    public static final AppliedPolicy NONE = new AppliedPolicy(Type.NONE, List.of(), List.of());

    public AppliedPolicy {
        strings = List.copyOf(strings);
        hosts = List.copyOf(hosts);
    }

    /** The kinds of policies. */
    public enum Type {
        /** TLSA records (DANE). */
        TLSA("tlsa"),
        /** MTA-STS. */
        STS("sts"),
        /** None. */
        NONE("no-policy-found");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As it stands in reports. */
        String text() {
            return text;
        }
    }
}
