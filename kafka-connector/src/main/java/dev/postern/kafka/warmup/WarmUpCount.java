package dev.postern.kafka.warmup;

import dev.postern.smtp.limit.WarmUp;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The mails of one warm-up: what all senders have taken by the log, and what of that this one may still send today. Not safe for use by several threads. */
final class WarmUpCount {
    /** After so long without mail nobody knows the sender any more. */
    private static final int FORGOTTEN_AFTER_DAYS = 30;

    /** In how many parts a day is taken: what a sender has not used is lost where it crashes. */
    private static final int PARTS = 50;

    private static final WarmUpDay NEVER = new WarmUpDay(LocalDate.EPOCH, 0, 0);

    private final String own;
    private final Map<String, WarmUpDay> bySender = new HashMap<>();
    private LocalDate today = LocalDate.EPOCH;
    private OptionalInt allowed = OptionalInt.of(0);
    private @Nullable WarmUpDay asked;
    private boolean unlimited;
    private boolean spent;
    private long left;

    /** @param own who this sender is, of all */
    WarmUpCount(String own) {
        this.own = own;
    }

    /** Counts a mail, if one is left. */
    boolean take(LocalDate day) {
        turnTo(day);
        if (left > 0) {
            left--;
            return true;
        }
        return unlimited;
    }

    /** Counts a mail less. */
    void putBack() {
        if (!unlimited) {
            left++;
        }
    }

    /** Whether all have taken what there is of this day. */
    boolean isSpent(LocalDate day) {
        return spent && day.equals(today);
    }

    /** What to store so that more mails are left; null where that was stored already, or is of no use. */
    @Nullable
    WarmUpDay ask(LocalDate day, WarmUp warmUp) {
        turnTo(day);
        if (asked != null || unlimited) {
            return null;
        }
        int number = number();
        allowed = warmUp.mails(number);
        long open = allowed.isEmpty() ? 0 : allowed.getAsInt() - taken();
        spent = allowed.isPresent() && open <= 0;
        if (spent) {
            return null;
        }
        long part = allowed.isEmpty() ? 0 : Math.min(open, Math.max(1, allowed.getAsInt() / PARTS));
        asked = new WarmUpDay(day, number, mails(own) + part);
        return asked;
    }

    /** What was asked for will not be stored. */
    void lost(WarmUpDay day) {
        if (day.equals(asked)) {
            asked = null;
        }
    }

    /** Takes note of the next record of the log. */
    void note(String sender, WarmUpDay stored) {
        if (sender.equals(own) && stored.equals(asked)) {
            asked = null;
            unlimited = allowed.isEmpty();
            if (allowed.isPresent()) { // others may have been before us
                left += Math.max(0, Math.min(stored.mails() - mails(own), allowed.getAsInt() - taken()));
            }
        }
        bySender.put(sender, stored);
        spent = false; // until that is looked at again
    }

    /** What to store when this sender ends, so that others can have what is left; null where nothing is. */
    @Nullable
    WarmUpDay giveBack(LocalDate day) {
        turnTo(day);
        return left == 0 ? null : new WarmUpDay(day, number(), Math.max(0, mails(own) - left));
    }

    private void turnTo(LocalDate day) {
        if (!day.equals(today)) {
            today = day;
            asked = null;
            unlimited = false;
            spent = false;
            left = 0;
        }
    }

    private long taken() {
        return bySender.keySet().stream().mapToLong(this::mails).sum();
    }

    /** What a sender has taken of today. */
    private long mails(String sender) {
        WarmUpDay day = bySender.getOrDefault(sender, NEVER);
        return day.day().equals(today) ? day.mails() : 0;
    }

    /** Which day of the warm-up today is. */
    private int number() {
        WarmUpDay last = bySender.values().stream()
                .max(Comparator.comparing(WarmUpDay::day).thenComparing(WarmUpDay::number))
                .orElse(NEVER);
        if (!last.day().isBefore(today)) { // of another whose clock is ahead, perhaps
            return last.number();
        }
        return last.day().isBefore(today.minusDays(FORGOTTEN_AFTER_DAYS)) ? 1 : last.number() + 1;
    }
}
