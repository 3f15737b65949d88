package dev.postern.benchmarks.inbound;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints rows and bars as Markdown tables, which read well in a terminal too. */
public final class Table {
    private Table() {}

    /** Prints both tables. */
    public static void print(List<Row> rows, PrintWriter out) {
        printRows(rows, out);
        out.println();
        printBars(rows, out);
        out.flush();
    }

    private static void printRows(List<Row> rows, PrintWriter out) {
        out.println("| scenario | target      |  msgs/s | CPU µs/msg | ÷ smtp-sink | ÷ subethasmtp |");
        out.println("|----------|-------------|--------:|-----------:|------------:|--------------:|");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %-8s | %-11s | %7.0f | %10.1f | %11s | %13s |%n",
                    row.scenario(),
                    row.target(),
                    row.messagesPerSecond(),
                    row.cpuMicrosPerMessage(),
                    ratio(row, Targets.SMTP_SINK),
                    ratio(row, Targets.SUBETHASMTP));
        }
    }

    private static void printBars(List<Row> rows, PrintWriter out) {
        out.println("| bar: CPU per message of postern     | at most | measured |              |");
        out.println("|-------------------------------------|--------:|---------:|--------------|");
        for (Bar bar : Bar.ALL) {
            out.printf(
                    Locale.ROOT,
                    "| %-35s | %7.2f | %8s | %-12s |%n",
                    "÷ " + bar.peer() + ", " + bar.scenario().label(),
                    bar.most(),
                    bar.measured(rows).map(Table::twoDigits).orElse(""),
                    verdict(bar, rows));
        }
    }

    private static String verdict(Bar bar, List<Row> rows) {
        if (bar.measured(rows).isEmpty()) {
            return "not measured";
        }
        return bar.isMissed(rows) ? "MISS" : "pass";
    }

    private static String ratio(Row row, String peer) {
        Double ratio = row.ratio().get(peer);
        return ratio == null ? "" : twoDigits(ratio);
    }

    private static String twoDigits(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
