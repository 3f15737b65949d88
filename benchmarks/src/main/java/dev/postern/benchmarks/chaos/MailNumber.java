package dev.postern.benchmarks.chaos;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number that each mail of a run has in a field of its own. */
public final class MailNumber {
    /** The field with the number. */
    public static final String FIELD = "X-Chaos: ";

    private static final Pattern NUMBER = Pattern.compile("^" + FIELD + "(\\d+)\r?$", Pattern.MULTILINE);

    private MailNumber() {}

    /** The number of a mail, by the beginning of its header; empty for another one, such as a notification. */
    public static Optional<Integer> of(String header) {
        Matcher matcher = NUMBER.matcher(header);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
