package dev.postern.mail;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as SMTP knows it: a local part and a domain (RFC 5321 §4.1.2), without display name or angle brackets. The local part may
 * hold letters of any script (RFC 6531 §3.3).
 *
 * <p>The local part is kept as it was written, quotes included, because only its own domain may interpret it (§2.3.11).
 * Two addresses are equal when local parts are the same to the letter and domains without regard to case.
 *
 * @param localPart a dot-string or a quoted string, at most 64 octets of UTF-8
 * @param domain where the mailbox lives
 */
public record Address(String localPart, Domain domain) {
    private static final int MAX_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~"; // RFC 5322 §3.2.3

    /** @throws MalformedAddressException if the local part is neither a dot-string nor a quoted string */
    public Address {
        checkLocalPart(localPart);
    }

    /**
     * Reads {@code local-part@domain}.
     *
     * @throws MalformedAddressException if the text is not an address
     */
    public static Address parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new MalformedAddressException("address without a domain");
        }
        return new Address(text.substring(0, at), Domain.parse(text.substring(at + 1)));
    }

    /** Whether every server takes it; else it needs one that offers SMTPUTF8 (RFC 6531 §3.4). */
    public boolean isAscii() {
        return Ascii.holds(localPart);
    }

    /**
     * What stands behind the first {@code +} of the local part: {@code 42} of {@code support+42@example.org}. Null where nothing does. Only for
     * the domain itself to ask, of its own addresses (RFC 5233 §1).
     */
    public @Nullable String tag() {
        int plus = localPart.indexOf('+');
        boolean quoted = localPart.charAt(0) == '"';
        String tag = plus < 0 ? "" : localPart.substring(plus + 1, localPart.length() - (quoted ? 1 : 0));
        return tag.isEmpty() ? null : quoted ? tag.replaceAll("\\\\(.)", "$1") : tag;
    }

    /** The address as it stands between the angle brackets of a path. */
    @Override
    public String toString() {
        return localPart + '@' + domain;
    }

    private static void checkLocalPart(String text) {
        if (text.isEmpty()) {
            throw new MalformedAddressException("empty local part");
        }
        boolean ascii = Ascii.holds(text);
        int octets = ascii ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        if (octets > MAX_LOCAL_PART) {
            throw new MalformedAddressException("local part longer than 64 octets");
        }
        if (!ascii) {
            checkScript(text);
        }
        if (text.charAt(0) == '"') {
            checkQuotedString(text);
        } else {
            checkDotString(text);
        }
    }

    private static void checkDotString(String text) {
        boolean atomOpen = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (!atomOpen) {
                    throw new MalformedAddressException("local part holds an empty atom");
                }
                atomOpen = false;
            } else if (isAtext(c)) {
                atomOpen = true;
            } else {
                throw new MalformedAddressException("local part holds a character that needs quotes");
            }
        }
        if (!atomOpen) {
            throw new MalformedAddressException("local part ends with a dot");
        }
    }

    // RFC 5321 §4.1.2: Quoted-string = DQUOTE *QcontentSMTP DQUOTE; control characters have no place in it
    private static void checkQuotedString(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) { // nor behind a backslash
            throw new MalformedAddressException("quoted local part holds a control character");
        }
        int last = text.length() - 1;
        int i = 1;
        while (i < last) {
            char c = text.charAt(i);
            if (c == '"') {
                throw new MalformedAddressException("quoted local part ends before the @");
            }
            i += c == '\\' ? 2 : 1;
        }
        if (i != last || text.charAt(last) != '"') {
            throw new MalformedAddressException("quoted local part without its closing quote");
        }
    }

    static boolean isAtext(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c >= 0x80
                || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    // RFC 6532 §3.1 allows any character; what has no shape or changes the order of others only serves to deceive
    private static void checkScript(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= 0x80 && (!hasShape(c) || changesOrder(c))) {
                throw new MalformedAddressException(
                        String.format("local part holds the character U+%04X, which is not allowed", c));
            }
        }
    }

    private static boolean hasShape(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static boolean changesOrder(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
