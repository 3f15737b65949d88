package dev.postern.benchmarks.auth;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The CPU time of this thread that two sides take in turn, in nanoseconds. JMH adds it up, over the iterations that count. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PairTimes {
    /** Of Postern; named as {@link Bars} names it. */
    public long postern;

    /** Of the bare signature. */
    public long signature;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long last;

    /** Our turn begins. */
    void begin() {
        last = threads.getCurrentThreadCpuTime();
    }

    /** The other one's turn begins. */
    void endOurs() {
        postern += lap();
    }

    /** Both had their turn. */
    void endBare() {
        signature += lap();
    }

    private long lap() {
        long now = threads.getCurrentThreadCpuTime();
        long time = now - last;
        last = now;
        return time;
    }
}
