package dev.postern.mail;

/**
 * The right-hand side of an address: a host name in lower case and A-labels, or an address literal in brackets (RFC 5321 §4.1.2, §4.1.3).
 *
 * <p>Two domains are equal when they name the same host without regard to case.
 */
public final class Domain {
    private static final int MAX_LENGTH = 255; // RFC 5321 §4.5.3.1.2
    private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

    private final String text;

    private Domain(String text) {
        this.text = text;
    }

    /**
     * Reads a host name or an address literal. A name in letters of any script becomes the {@code xn--} form, which is what DNS knows and
     * every server takes (RFC 6531 §3.2).
     *
     * @throws MalformedAddressException if the text is neither
     */
    public static Domain parse(String text) {
        if (text.isEmpty()) {
            throw new MalformedAddressException("empty domain");
        }
        if (text.length() > MAX_LENGTH) {
            throw new MalformedAddressException("domain longer than 255 octets");
        }
        if (text.charAt(0) == '[') {
            return new Domain(literal(text));
        }
        String name = DomainName.toAscii(text);
        if (name.length() > MAX_LENGTH) {
            throw new MalformedAddressException("domain longer than 255 octets");
        }
        checkHostName(name);
        return new Domain(name);
    }

    /** The name in lower case, or the literal with its brackets. */
    public String text() {
        return text;
    }

    /** Whether this is an address literal such as {@code [192.0.2.1]}. */
    public boolean isLiteral() {
        return text.charAt(0) == '[';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Domain domain && text.equals(domain.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    // RFC 5321 §4.1.2: sub-domain *("." sub-domain), where sub-domain = Let-dig [Ldh-str]
    private static void checkHostName(String text) {
        int labelStart = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                checkLabel(text, labelStart, i);
                labelStart = i + 1;
            } else if (!isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '-') {
                throw new MalformedAddressException(
                        "domain holds a character other than a letter, a digit or a hyphen");
            }
        }
    }

    private static void checkLabel(String text, int start, int end) {
        if (start == end) {
            throw new MalformedAddressException("domain holds an empty label");
        }
        if (end - start > MAX_LABEL) {
            throw new MalformedAddressException("domain holds a label longer than 63 octets");
        }
        if (text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            throw new MalformedAddressException("domain holds a label that starts or ends with a hyphen");
        }
    }

    // RFC 5321 §4.1.3: dcontent is printable US-ASCII without the brackets and the backslash
    private static String literal(String text) {
        int last = text.length() - 1;
        if (last < 2 || text.charAt(last) != ']') {
            throw new MalformedAddressException("address literal without content or closing bracket");
        }
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || c == '[' || c == '\\' || c == ']') {
                throw new MalformedAddressException("address literal holds a character that is not allowed");
            }
        }
        return text;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
