package dev.postern.smtp.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many mails in a time.
 *
 * @param mails at least 1
 * @param period above zero
 */
public record Rate(int mails, Duration period) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,4})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(31);

    /** @throws IllegalArgumentException if that leaves nothing */
    public Rate {
        if (mails < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a rate is at least 1 mail in a time above zero");
        }
    }

    /**
     * Reads a rate such as {@code 20/1s}, {@code 500/1m}, {@code 1000/1h} or {@code 5000/1d}.
     *
     * @throws IllegalArgumentException if it is none; the message says what it should be
     */
    public static Rate parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long length = Long.parseLong(form.group(2));
            Duration period = switch (form.group(3)) {
                case "s" -> Duration.ofSeconds(length);
                case "m" -> Duration.ofMinutes(length);
                case "h" -> Duration.ofHours(length);
                default -> Duration.ofDays(length);
            };
            if (period.compareTo(LONGEST) <= 0) {
                return new Rate(Integer.parseInt(form.group(1)), period);
            }
        }
        throw new IllegalArgumentException(
                "a rate is mails, a slash and a time up to 31d, such as 20/1s, 500/1m or 1000/1h, not " + text);
    }

    /** How long after one mail the next is due, where they are spread evenly; at least a nanosecond. */
    public Duration interval() {
        Duration interval = period.dividedBy(mails);
        return interval.isZero() ? Duration.ofNanos(1) : interval;
    }

    /** How many may go at once after a time without mail: a tenth, and at least one. */
    public int burst() {
        return Math.max(1, mails / 10);
    }

    /** The part of one of several senders: those of all come to the whole. */
    Rate share(int sender, int senders) {
        return mails >= senders
                ? new Rate(Limit.share(mails, sender, senders), period)
                : new Rate(1, period.multipliedBy(senders).dividedBy(mails));
    }
}
