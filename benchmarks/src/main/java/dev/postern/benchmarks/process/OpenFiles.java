package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and connections a process may have open (proc(5)). */
public final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String NAME = "Max open files";

    private OpenFiles() {}

    /**
     * Makes sure that this process and those that it starts may have so many.
     *
     * @throws BenchException if not; the message tells what to set
     */
    public static void require(long count) throws IOException {
        long limit = Files.readAllLines(LIMITS).stream()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()).strip().split(" +", 2)[0])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
        if (limit < count) {
            throw new BenchException("this takes " + count + " open files, but ulimit -n allows " + limit
                    + ": raise it (ulimit -n " + count + ", or nofile in /etc/security/limits.conf), or ask for fewer");
        }
    }
}
