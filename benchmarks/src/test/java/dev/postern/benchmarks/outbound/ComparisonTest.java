package dev.postern.benchmarks.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.benchmarks.result.Bar;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import dev.postern.benchmarks.result.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final StringWriter progress = new StringWriter();

    private record Steady(String name, double rate, double cpu) implements Peer {
        @Override
        public int mails(Size size) {
            return 7;
        }

        @Override
        public Sample run(Size size, int mails) {
            return new Sample(rate, cpu);
        }

        @Override
        public void close() {}
    }

    private List<Row> measured(Peer... peers) throws IOException {
        Comparison comparison = new Comparison(List.of(peers), 0, new PrintWriter(progress));
        comparison.measure(1);
        return comparison.rows();
    }

    @Test
    void ratesAndCpuAreComparedWithEachPeer() throws IOException {
        List<Row> rows = measured(
                new Steady("postern", 5000, 50),
                new Steady("camel", 1000, 400),
                new Steady("postfix", 500, 2000),
                new Steady("floor", 9000, 25));
        assertEquals(
                new Row(
                        "postern",
                        "2k",
                        5000,
                        50,
                        Map.of("camel", 5.0, "camel-cpu", 0.13, "postfix", 10.0, "floor", 2.0)),
                rows.get(0));
        assertEquals(Map.of(), rows.get(1).ratio());
        assertEquals(3 * 4, progress.toString().lines().count());
        assertTrue(Bars.ALL.stream().filter(bar -> bar.scenario().equals("2k")).noneMatch(bar -> bar.isMissed(rows)));
        assertTrue(Bars.ALL.stream()
                .anyMatch(bar -> bar.scenario().equals("10k") && bar.ratio().equals("camel") && bar.isMissed(rows)));
    }

    @Test
    void aPeerThatIsAbsentHasNoRatioAndItsBarIsNotMeasured() throws IOException {
        List<Row> rows = measured(new Steady("postern", 5000, 50), new Steady("floor", 9000, 10));
        Bar camel = Bars.ALL.get(0);
        assertEquals(Optional.empty(), camel.measured(rows));
        assertFalse(camel.isMissed(rows));
        StringWriter text = new StringWriter();
        Table.print(rows, Bars.ALL, new PrintWriter(text));
        assertTrue(
                text.toString()
                                .contains(
                                        "| postern, 2k ÷ camel                    |  at least 4.0 |          | not measured |")
                        && text.toString()
                                .contains(
                                        "| postern, 2k ÷ floor                    |   at most 2.5 |     5.00 | MISS         |"),
                text.toString());
    }
}
