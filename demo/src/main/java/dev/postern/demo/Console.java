package dev.postern.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the user sees. Safe for use by several threads: each call prints whole lines. */
final class Console {
    private final PrintWriter out;

    Console(PrintWriter out) {
        this.out = out;
    }

    /** One line, or several. */
    synchronized void print(String lines) {
        out.println(lines);
        out.flush();
    }

    /** A part that has started. */
    void started(String part, String where, Duration took) {
        print(String.format(Locale.ROOT, "  %-22s %-62s %5.1f s", part, where, took.toMillis() / 1000.0));
    }

    /** A stretch of a mail's way that it has behind it. */
    void hop(Duration sinceSent, String hop, String detail) {
        print(String.format(Locale.ROOT, "  %6d ms  %s: %s", sinceSent.toMillis(), hop, Printable.line(detail)));
    }

    /** A message, each of its lines behind a bar. */
    void message(String content) {
        StringBuilder lines = new StringBuilder();
        content.lines()
                .forEach(line ->
                        lines.append("  | ").append(Printable.line(line)).append('\n'));
        print(lines.toString().stripTrailing());
    }
}
