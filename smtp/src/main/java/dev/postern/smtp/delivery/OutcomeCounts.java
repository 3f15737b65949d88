package dev.postern.smtp.delivery;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What came of all attempts of a {@link Carrier}, each recipient counted at each attempt. Safe for use by several threads. */
public final class OutcomeCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder bounced = new LongAdder();

    /** Recipients whose mail a server has taken. */
    public long delivered() {
        return delivered.sum();
    }

    /** Recipients who did not get it then, and may at another attempt. */
    public long deferred() {
        return deferred.sum();
    }

    /** Recipients who were refused for good. */
    public long bounced() {
        return bounced.sum();
    }

    /** Counts what one attempt came to, and returns it. */
    public List<Outcome> counted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered) {
                delivered.increment();
            } else if (outcome instanceof Outcome.Bounced) {
                bounced.increment();
            } else {
                deferred.increment();
            }
        }
        return outcomes;
    }
}
