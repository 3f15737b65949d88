package dev.postern.mail.dsn;

import java.util.Locale;

/**
 * Addresses with letters of any script in US-ASCII (RFC 6533 §3, utf-8-addr-xtext): what may not stand there is its number, such as
 * <code>&#92;x{E9}</code>.
 */
final class Unitext {
    private static final String START = "\\x{";
    private static final int MOST_DIGITS = 6;

    private Unitext() {}

    /** Encodes an address; nothing is left in it that is not printable US-ASCII. */
    static String encode(String address) {
        StringBuilder encoded = new StringBuilder(address.length() + 16);
        address.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7f && c != '\\' && c != '+' && c != '=') {
                encoded.append((char) c);
            } else {
                String digits = Integer.toHexString(c).toUpperCase(Locale.ROOT);
                encoded.append(START).append(c < 0x10 ? "0" : "").append(digits).append('}');
            }
        });
        return encoded.toString();
    }

    /** Decodes an address; what is no number of a character stays as it is. */
    static String decode(String encoded) {
        StringBuilder decoded = new StringBuilder(encoded.length());
        int i = 0;
        while (i < encoded.length()) {
            int end = encoded.startsWith(START, i) ? encoded.indexOf('}', i) : -1;
            int character = end < 0 ? -1 : number(encoded.substring(i + START.length(), end));
            if (character < 0) {
                decoded.append(encoded.charAt(i++));
            } else {
                decoded.appendCodePoint(character);
                i = end + 1;
            }
        }
        return decoded.toString();
    }

    private static int number(String digits) {
        boolean hexadecimal = digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
        if (!hexadecimal || digits.length() < 2 || digits.length() > MOST_DIGITS) {
            return -1;
        }
        int character = Integer.parseInt(digits, 16);
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return Character.isValidCodePoint(character) && !surrogate ? character : -1;
    }
}
