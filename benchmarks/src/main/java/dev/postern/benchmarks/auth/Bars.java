package dev.postern.benchmarks.auth;

import dev.postern.benchmarks.result.Bar;
import java.util.List;

/** What Postern promises of verifications, by the CPU time that they take. */
public final class Bars {
    static final String POSTERN = "postern";
    static final String JDKIM = "jdkim";
    static final String JSPF = "jspf";

    /** The JDK's own verification, and the ratio to it. */
    static final String SIGNATURE = "signature";

    /** What measures Postern and the JDK's own verification in turn. */
    static final String PAIR = "pair";

    /** Of a ratio that leaves the bare signature out on both sides. */
    static final String REST = "-rest";

    /** The promises. */
    public static final List<Bar> ALL = List.of(
            Bar.least(POSTERN, "dkim-4k", JDKIM + REST, 2),
            Bar.least(POSTERN, "dkim-1m", JDKIM + REST, 2),
            Bar.least(POSTERN, "spf", JSPF, 2),
            Bar.most(POSTERN, "dkim-4k", SIGNATURE, 1.3));

    private Bars() {}
}
