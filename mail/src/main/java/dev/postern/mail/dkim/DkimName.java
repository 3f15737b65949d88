package dev.postern.mail.dkim;

import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SigningDomain;
import java.nio.charset.StandardCharsets;

/**
 * Where DNS holds a key (RFC 6376 §3.6.2.1).
 *
 * @param domain in A-labels and lower case
 * @param selector in A-labels and lower case
 */
public record DkimName(String domain, String selector) {
    /**
     * The name of a key.
     *
     * @param domain in any script
     * @param selector of letters, digits, hyphens, underscores and dots
     * @throws MalformedSignatureException if one of them is none
     */
    public static DkimName of(String domain, String selector) {
        return new DkimName(SigningDomain.domain(octets(domain)), SigningDomain.selector(octets(selector)));
    }

    /** The name in DNS, without a final dot. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
