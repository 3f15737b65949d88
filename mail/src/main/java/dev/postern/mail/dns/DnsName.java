package dev.postern.mail.dns;

import dev.postern.mail.DomainName;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Reads names that strangers have written. */
final class DnsName {
    /** The longest text that is looked at; a name has at most 253 characters in US-ASCII (RFC 1035 §2.3.4). */
    private static final int MAX_TEXT = 1_024;

    private DnsName() {}

    /** The absolute name, or empty if DNS can't hold it. */
    static Optional<Name> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            String ascii = DomainName.toAscii(text);
            return isPlain(ascii) ? Optional.of(Name.fromString(ascii, Name.root)) : Optional.empty();
        } catch (TextParseException | IllegalArgumentException e) { // too long, or an empty label
            return Optional.empty();
        }
    }

    /** Whether it means in a zone what it says: no escapes, no control characters, no origin. */
    private static boolean isPlain(String ascii) {
        return !ascii.equals("@")
                && !ascii.equals(".")
                && ascii.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }
}
