package dev.postern.benchmarks.chaos.outage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM holds in its heap that is not garbage. */
final class LiveHeap {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+[0-9]+\\s+([0-9]+)");
    private static final int MEGABYTE = 1 << 20;

    private LiveHeap() {}

    /** In megabytes; the process collects its garbage first. */
    static long megabytes(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd did not tell what is in the heap of " + pid + ": " + text);
        }
        return Long.parseLong(total.group(1)) / MEGABYTE;
    }
}
