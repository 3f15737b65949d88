package dev.postern.mail.arc;

import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.TagList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The number of a set, as its fields tell it (RFC 8617 §4.2.1). */
final class ArcInstance {
    /** The most sets of a mail. */
    static final int MOST = 50;

    private static final int MAX_DIGITS = 2;

    /** The start of an ARC-Authentication-Results (RFC 8617 §4.1.1), without the comments that nobody writes there. */
    private static final Pattern RESULTS = Pattern.compile("[ \t\r\n]*i[ \t\r\n]*=[ \t\r\n]*([0-9]+)[ \t\r\n]*;");

    private ArcInstance() {}

    /**
     * The number in a seal or signature.
     *
     * @throws MalformedSignatureException if there is none from 1 to 50
     */
    static int of(String value) {
        return number(TagList.parse(value).digits("i"));
    }

    /**
     * The number in front of results.
     *
     * @throws MalformedSignatureException if there is none from 1 to 50
     */
    static int ofResults(String value) {
        Matcher start = RESULTS.matcher(value);
        return number(start.lookingAt() ? start.group(1) : null);
    }

    /** The results behind the number. */
    static String results(String value) {
        return value.substring(value.indexOf(';') + 1);
    }

    private static int number(@Nullable String digits) {
        int number = digits == null || digits.length() > MAX_DIGITS ? 0 : Integer.parseInt(digits);
        if (number < 1 || number > MOST) {
            throw new MalformedSignatureException("no number of a set");
        }
        return number;
    }
}
