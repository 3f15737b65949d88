package dev.postern.benchmarks.result;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints rows and bars as Markdown tables, which read well in a terminal too. */
public final class Table {
    private Table() {}

    /** Prints both tables. */
    public static void print(List<Row> rows, List<Bar> bars, PrintWriter out) {
        out.println("| scenario           | target          |  msgs/s | CPU µs/msg | ratios |");
        out.println("|--------------------|-----------------|--------:|-----------:|--------|");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %-18s | %-15s | %7.0f | %10.1f | %s |%n",
                    row.scenario(),
                    row.target(),
                    row.messagesPerSecond(),
                    row.cpuMicrosPerMessage(),
                    row.ratio().entrySet().stream().map(Table::ratio).collect(Collectors.joining(", ")));
        }
        out.println();
        out.println("| bar                                    |     bound     | measured |              |");
        out.println("|----------------------------------------|---------------|---------:|--------------|");
        for (Bar bar : bars) {
            String bound = (bar.isLeast() ? "at least " : "at most ") + String.format(Locale.ROOT, "%.1f", bar.bound());
            String measured = bar.measured(rows).map(Table::twoDigits).orElse("");
            out.printf(
                    Locale.ROOT,
                    "| %-38s | %13s | %8s | %-12s |%n",
                    bar.target() + ", " + bar.scenario() + " ÷ " + bar.ratio(),
                    bound,
                    measured,
                    verdict(bar, rows));
        }
        out.flush();
    }

    private static String ratio(Map.Entry<String, Double> ratio) {
        return ratio.getKey() + " " + twoDigits(ratio.getValue());
    }

    private static String verdict(Bar bar, List<Row> rows) {
        if (bar.measured(rows).isEmpty()) {
            return "not measured";
        }
        return bar.isMissed(rows) ? "MISS" : "pass";
    }

    private static String twoDigits(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
