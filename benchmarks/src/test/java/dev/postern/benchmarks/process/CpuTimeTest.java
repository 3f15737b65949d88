package dev.postern.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static final String FIELDS_3_TO_22 = " S 1 7 7 0 -1 4194304 100 200 3 4 1000 200 30 4 20 0 12 0 99";

    @Test
    void addsOwnTimeAndThatOfChildrenWaitedFor() {
        assertEquals(1234, CpuTime.ticks("42 (java)" + FIELDS_3_TO_22));
    }

    @Test
    void aNameMayHoldSpacesAndParentheses() {
        assertEquals(1234, CpuTime.ticks("42 (a) b (c) 9 9)" + FIELDS_3_TO_22));
    }

    @Test
    void countsThisProcess() {
        assumeTrue(CpuTime.isKnownHere(), "no /proc here");
        ProcessHandle self = ProcessHandle.current();
        long before = CpuTime.ofTree(self);
        long end = System.nanoTime() + 100_000_000;
        long turns = 0;
        while (System.nanoTime() < end) {
            turns++;
        }
        long used = CpuTime.ofTree(self) - before;
        assertTrue(used >= 20_000 && turns > 0, "100 ms of work counted as " + used + " µs");
    }
}
