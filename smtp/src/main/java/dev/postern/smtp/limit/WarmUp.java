package dev.postern.smtp.limit;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much mail a provider gets in a day to whom its sender is new: so much on the first day, and on each next day with mail a multiple of the day before.
 *
 * @param first mails on the first day, at least 1
 * @param last mails of a day beyond which no day is limited, at least the first
 * @param growth from one day to the next, from 1.01 to 10
 */
public record WarmUp(int first, int last, double growth) {
    private static final Pattern FORM =
            Pattern.compile("([1-9][0-9]{0,8})\\.\\.([1-9][0-9]{0,8})(?:\\*(10|[1-9](?:\\.[0-9]{1,2})?))?");
    private static final double DOUBLING = 2;

    /** @throws IllegalArgumentException if it limits nothing, or never ends */
    public WarmUp {
        if (first < 1 || last < first || !(growth >= 1.01 && growth <= 10)) {
            throw new IllegalArgumentException(
                    "a warm-up grows from at least 1 mail to at least as many, by a factor from 1.01 to 10");
        }
    }

    /**
     * Reads a warm-up such as {@code 100..20000}, which doubles each day, or {@code 100..20000*1.5}.
     *
     * @throws IllegalArgumentException if it is none; the message says what it should be
     */
    public static WarmUp parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a warm-up is the mails of the first day, two dots, those of the last limited day, and * and its growth where it is not 2, such as 100..20000 or"
                            + " 100..20000*1.5, not " + text);
        }
        String growth = form.group(3);
        return new WarmUp(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                growth == null ? DOUBLING : Double.parseDouble(growth));
    }

    /**
     * The mails of a day.
     *
     * @param day the first is 1
     * @return empty where that day is not limited
     */
    public OptionalInt mails(int day) {
        double mails = first * Math.pow(growth, day - 1);
        return mails > last ? OptionalInt.empty() : OptionalInt.of((int) mails);
    }
}
