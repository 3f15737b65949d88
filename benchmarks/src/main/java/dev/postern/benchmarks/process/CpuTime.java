package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** The CPU time of processes as Linux counts it in {@code /proc/<pid>/stat} (proc(5)). */
public final class CpuTime {
    /** One clock tick: USER_HZ is 100 on every architecture for which there is a JDK. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final Path PROC = Path.of("/proc");

    private CpuTime() {}

    /** @throws BenchException if this machine does not tell the CPU time of a process */
    public static void checkKnown() {
        if (!isKnownHere()) {
            throw new BenchException("CPU time is read from /proc/<pid>/stat, which only Linux has");
        }
    }

    /** Whether this machine tells the CPU time of a process. */
    public static boolean isKnownHere() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** User and system time of the process, its living descendants, and its children that it has waited for; in microseconds. */
    public static long ofTree(ProcessHandle root) {
        long ticks = ticks(root.pid());
        for (ProcessHandle descendant : root.descendants().toList()) {
            ticks += ticks(descendant.pid());
        }
        return ticks * MICROS_PER_TICK;
    }

    /** User and system time of the children of this process that have ended; in microseconds. */
    public static long ofEndedChildren() {
        try {
            return ticks(Files.readString(PROC.resolve("self/stat")), 16) * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new BenchException("the CPU time of ended processes can't be read: " + e.getMessage(), e);
        }
    }

    private static long ticks(long pid) {
        try {
            return ticks(Files.readString(PROC.resolve(pid + "/stat")));
        } catch (NoSuchFileException e) { // it has ended: its parent's count has it now
            return 0;
        } catch (IOException e) {
            throw new BenchException("the CPU time of process " + pid + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The sum of utime, stime, cutime and cstime, which are fields 14 to 17. */
    static long ticks(String stat) {
        return ticks(stat, 14);
    }

    /** The sum of the fields from this one to 17. */
    private static long ticks(String stat, int first) {
        // Field 2 is the name in parentheses and may hold anything, also spaces and parentheses.
        StringTokenizer fields = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
        for (int field = 3; field < first; field++) {
            fields.nextToken();
        }
        long sum = 0;
        for (int field = first; field <= 17; field++) {
            sum += Long.parseLong(fields.nextToken());
        }
        return sum;
    }
}
