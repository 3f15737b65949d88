package dev.postern.benchmarks.chaos.outage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the garbage collector of another JVM has found in use, from the log that it writes. */
record HeapLog(Path file) {
    private static final Pattern PAUSE = Pattern.compile("Pause .*->(\\d+)M\\(\\d+M\\)");

    /** The option that has a JVM write it. */
    String option() {
        return "-Xlog:gc:file=" + file;
    }

    /** The most megabytes that were in use behind a collection; 0 where there was none. */
    long most() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(PAUSE::matcher)
                    .filter(Matcher::find)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .max()
                    .orElse(0);
        }
    }
}
