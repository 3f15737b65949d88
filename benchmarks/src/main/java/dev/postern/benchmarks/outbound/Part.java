package dev.postern.benchmarks.outbound;

import java.util.Locale;

/** What can be measured by itself. */
public enum Part {
    /** Beside Camel, Postfix and the floor. */
    PEERS,
    /** One task and three. */
    TASKS,
    /** Ten thousand mails, and a million. */
    FLAT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
