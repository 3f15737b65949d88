package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;

/**
 * A domain such as {@code bank.example}, or with {@code *.partner.example} all names under one, but not that one.
 *
 * @param under whether the names under the domain are meant, and not it
 */
public record DomainPattern(Domain domain, boolean under) {
    private static final String UNDER = "*.";

    /** @throws IllegalArgumentException if names under an address are meant */
    public DomainPattern {
        if (under && domain.isLiteral()) {
            throw new IllegalArgumentException(UNDER + domain + ": there is no name under an address");
        }
    }

    /** @throws IllegalArgumentException if it is none; the message repeats it and says what one looks like */
    public static DomainPattern parse(String text) {
        boolean under = text.startsWith(UNDER);
        try {
            return new DomainPattern(Domain.parse(under ? text.substring(UNDER.length()) : text), under);
        } catch (MalformedAddressException e) {
            throw new IllegalArgumentException(
                    text + ": must be a domain such as bank.example or *.bank.example: " + e.getMessage(), e);
        }
    }

    /** Whether some domain is meant by both. */
    public boolean meets(DomainPattern other) {
        if (domain.equals(other.domain)) {
            return under == other.under;
        }
        return (under && other.domain.text().endsWith('.' + domain.text()))
                || (other.under && domain.text().endsWith('.' + other.domain.text()));
    }

    @Override
    public String toString() {
        return under ? UNDER + domain : domain.text();
    }
}
