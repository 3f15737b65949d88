package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.result.Bar;
import dev.postern.benchmarks.result.Row;
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
        List<String> peers = Targets.PEERS.stream()
                .filter(peer -> rows.stream().anyMatch(row -> row.ratio().containsKey(peer)))
                .toList();
        StringBuilder head = new StringBuilder("| scenario   | target          |  msgs/s | CPU µs/msg |");
        StringBuilder line = new StringBuilder("|------------|-----------------|--------:|-----------:|");
        for (String peer : peers) {
            head.append(" ÷ ").append(peer).append(" |");
            line.append("-".repeat(peer.length() + 3)).append(":|");
        }
        out.println(head);
        out.println(line);
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %-10s | %-15s | %7.0f | %10.1f |",
                    row.scenario(),
                    row.target(),
                    row.messagesPerSecond(),
                    row.cpuMicrosPerMessage());
            for (String peer : peers) {
                out.printf(Locale.ROOT, " %" + (peer.length() + 2) + "s |", ratio(row, peer));
            }
            out.println();
        }
    }

    private static void printBars(List<Row> rows, PrintWriter out) {
        List<Bar> bars = Bars.ALL.stream()
                .filter(bar -> rows.stream().anyMatch(row -> row.scenario().equals(bar.scenario())))
                .toList();
        if (bars.isEmpty()) {
            return;
        }
        out.println("| bar: CPU per message                 | at most | measured |              |");
        out.println("|--------------------------------------|--------:|---------:|--------------|");
        for (Bar bar : bars) {
            out.printf(
                    Locale.ROOT,
                    "| %-36s | %7.2f | %8s | %-12s |%n",
                    bar.target() + " ÷ " + bar.ratio() + ", " + bar.scenario(),
                    bar.bound(),
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
