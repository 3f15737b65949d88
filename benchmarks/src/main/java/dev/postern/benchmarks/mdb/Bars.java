package dev.postern.benchmarks.mdb;

import dev.postern.benchmarks.result.Bar;
import java.util.List;

/** What Postern promises of beans: at most so many times the CPU per message of the bare server. */
public final class Bars {
    /** The promises. */
    public static final List<Bar> ALL = List.of(
            Bar.most(Container.PAYARA_MICRO, Attribute.NOT_SUPPORTED.label(), MdbRun.BARE, 2),
            Bar.most(Container.WILDFLY, Attribute.NOT_SUPPORTED.label(), MdbRun.BARE, 2));

    private Bars() {}
}
