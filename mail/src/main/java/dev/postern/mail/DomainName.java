package dev.postern.mail;

import java.net.IDN;
import java.util.Locale;

/** Brings a host name to the form in which two names of the same host are the same text: lower case, in A-labels (RFC 5890 §2.3.2.1). */
public final class DomainName {
    /** What the two generations of IDNA turn into different hosts (UTS #46, table 1): nobody can say which is meant. */
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    private DomainName() {}

    /**
     * The name in lower case and A-labels; what is US-ASCII already is not checked.
     *
     * @throws MalformedAddressException if it holds what can't be turned into A-labels
     */
    public static String toAscii(String text) {
        if (Ascii.holds(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (text.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw new MalformedAddressException(
                    "domain holds a letter that may mean two hosts: write it in its xn-- form");
        }
        try {
            // letters newer than the tables of IDNA 2003 have no case rules there
            return IDN.toASCII(text.toLowerCase(Locale.ROOT), IDN.ALLOW_UNASSIGNED)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) { // its text would repeat the name
            throw new MalformedAddressException("domain can't be written in A-labels");
        }
    }
}
