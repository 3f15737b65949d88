package dev.postern.smtp.server;

import dev.postern.smtp.Verb;
import dev.postern.smtp.policy.Limits;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long one session may go on without a mail that is taken: in commands that bring none further, and in time. Each mail that is taken
 * lets both begin anew, so that a client with mail may say what it likes between two.
 */
final class JunkCommands {
    private final int most;
    private final long nanos;
    private final LongSupplier clock;
    private int count;
    private long since;

    /** @param clock nanoseconds from any point of time on */
    JunkCommands(Limits limits, LongSupplier clock) {
        this.most = limits.junkCommands();
        this.nanos = limits.timeWithoutMail().toNanos();
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    /** Whether the client may say this too; a command without a verb counts as an error instead. */
    boolean permit(@Nullable Verb verb) {
        return (isOfMail(verb) || ++count <= most) && !isOverdue();
    }

    /** Whether the time for a mail is over. */
    boolean isOverdue() {
        return clock.getAsLong() - since > nanos;
    }

    void mailTaken() {
        count = 0;
        since = clock.getAsLong();
    }

    private static boolean isOfMail(@Nullable Verb verb) {
        return verb == null
                || switch (verb) {
                    case MAIL, RCPT, DATA, BDAT, QUIT -> true;
                    case HELO, EHLO, LHLO, RSET, NOOP, VRFY, EXPN, HELP, STARTTLS, AUTH -> false;
                };
    }
}
