package dev.postern.mail.signature;

import dev.postern.mail.Ascii;
import dev.postern.mail.Domain;
import dev.postern.mail.DomainName;
import dev.postern.mail.MalformedAddressException;
import java.nio.charset.StandardCharsets;

/** The names in signatures: in A-labels or, of a mail that needs SMTPUTF8, in letters of any script (RFC 8616 §5). */
public final class SigningDomain {
    private static final int MAX_LENGTH = 253; // RFC 1035 §2.3.4, as text

    private SigningDomain() {}

    /**
     * The domain in A-labels and lower case.
     *
     * @param octets of UTF-8, one a character
     * @throws MalformedSignatureException if it is none
     */
    public static String domain(String octets) {
        try {
            Domain domain = Domain.parse(utf8(octets));
            if (!domain.isLiteral()) {
                return domain.text();
            }
        } catch (MalformedAddressException e) {
            // as below: what is wrong with it matters to nobody
        }
        throw new MalformedSignatureException("a domain that is none");
    }

    /**
     * The selector in A-labels and lower case; underscores are taken too, which some domains use.
     *
     * @param octets of UTF-8, one a character
     * @throws MalformedSignatureException if it can't be part of a name
     */
    public static String selector(String octets) {
        String selector;
        try {
            selector = DomainName.toAscii(utf8(octets));
        } catch (MalformedAddressException e) {
            throw new MalformedSignatureException("a selector that is none");
        }
        boolean valid = selector.length() <= MAX_LENGTH
                && !selector.startsWith(".")
                && !selector.endsWith(".")
                && !selector.contains("..")
                && !selector.isEmpty()
                && isOfNameCharacters(selector);
        if (!valid) {
            throw new MalformedSignatureException("a selector that is none");
        }
        return selector;
    }

    private static boolean isOfNameCharacters(String selector) {
        for (int i = 0; i < selector.length(); i++) {
            if (!isNameCharacter(selector.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }

    private static String utf8(String octets) {
        if (Ascii.holds(octets)) {
            return octets;
        }
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
