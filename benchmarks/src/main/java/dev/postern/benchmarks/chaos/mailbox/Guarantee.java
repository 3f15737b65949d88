package dev.postern.benchmarks.chaos.mailbox;

import java.util.Locale;

/** What the workers promise of a record. */
public enum Guarantee {
    EXACTLY_ONCE,
    AT_LEAST_ONCE;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
