package dev.postern.mail.dns;

import java.net.IDN;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Reads names that strangers have written. */
final class DnsName {
    /** The longest text that is looked at; a name has at most 253 characters in US-ASCII (RFC 1035 §2.3.4). */
    private static final int MAX_TEXT = 1_024;

    // IDNA 2003, which the JDK has, reads these otherwise than IDNA 2008 (RFC 5894 §7.2): as another domain
    private static final String READ_OTHERWISE = "\u00df\u03c2\u200c\u200d";

    private DnsName() {}

    /** The absolute name, or empty if DNS can't hold it. */
    static Optional<Name> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            String ascii = text.chars().allMatch(c -> c < 0x80) ? text : toAscii(text);
            return isPlain(ascii) ? Optional.of(Name.fromString(ascii, Name.root)) : Optional.empty();
        } catch (TextParseException | IllegalArgumentException e) { // too long, or an empty label
            return Optional.empty();
        }
    }

    private static String toAscii(String text) {
        if (text.chars().anyMatch(c -> READ_OTHERWISE.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("a character of two meanings");
        }
        return IDN.toASCII(text);
    }

    /** Whether it means in a zone what it says: no escapes, no control characters, no origin. */
    private static boolean isPlain(String ascii) {
        return !ascii.equals("@")
                && !ascii.equals(".")
                && ascii.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }
}
