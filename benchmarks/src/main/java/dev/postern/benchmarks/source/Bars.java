package dev.postern.benchmarks.source;

import dev.postern.benchmarks.result.Bar;
import java.util.List;

/** What Postern promises of the rate at which it brings mail into a topic. */
public final class Bars {
    /** The promises. */
    public static final List<Bar> ALL = List.of(
            least(Scenario.SMALL_20, Peer.POSTFIX, 8),
            least(Scenario.SMALL_20, Peer.PRODUCER, 0.6),
            least(Scenario.IMAP, Peer.FETCHMAIL, 5));

    private Bars() {}

    private static Bar least(Scenario scenario, String peer, double bound) {
        return Bar.least(Peer.POSTERN, scenario.toString(), peer, bound);
    }
}
