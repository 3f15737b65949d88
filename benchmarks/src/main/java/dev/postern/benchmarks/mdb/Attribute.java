package dev.postern.benchmarks.mdb;

import dev.postern.benchmarks.inbound.Scenario;
import java.util.Locale;

/** The transaction attribute of the bean's method. */
enum Attribute {
    NOT_SUPPORTED,
    REQUIRED;

    /** The load that counts for the bars: what smtp-source does by default, a connection for each mail. */
    static final Scenario LOAD = Scenario.SMALL;

    /** The name of the bean's listener, and of its scenario. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its scenario under a load. */
    String label(Scenario load) {
        return load == LOAD ? label() : label() + "-kept";
    }
}
