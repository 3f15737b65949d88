package dev.postern.smtp.sts;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import java.util.Locale;

/**
 * The hosts that a policy allows to take mail (RFC 8461 §3.2, §4.1).
 *
 * @param name a host, or with the wildcard what follows the first label of any, in lower case and A-labels
 * @param wildcard whether one label stands before the name
 */
record MxPattern(String name, boolean wildcard) {
    private static final String WILDCARD = "*.";

    /** @throws MalformedPolicyException if it is none */
    static MxPattern parse(String text) throws MalformedPolicyException {
        boolean wildcard = text.startsWith(WILDCARD);
        String name = wildcard ? text.substring(WILDCARD.length()) : text;
        try {
            Domain domain = Domain.parse(name);
            if (!domain.isLiteral()) {
                return new MxPattern(domain.text(), wildcard);
            }
        } catch (MalformedAddressException e) {
            throw new MalformedPolicyException("mx is no host: " + e.getMessage());
        }
        throw new MalformedPolicyException("mx is an address");
    }

    /** Whether it allows this host. */
    boolean matches(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (!wildcard) {
            return name.equals(lower);
        }
        int dot = lower.indexOf('.');
        return dot > 0 && lower.substring(dot + 1).equals(name);
    }
}
