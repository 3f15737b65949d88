package dev.postern.benchmarks.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.benchmarks.result.Bar;
import dev.postern.benchmarks.result.JsonFile;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Bar SMALL_AGAINST_SINK = Bars.ALL.get(0);

    private final Results results = new Results();

    private void measured(String target, double... cpu) {
        for (double micros : cpu) {
            results.add(Scenario.SMALL, target, new Sample(5000.4, micros));
        }
    }

    private String printed() {
        StringWriter text = new StringWriter();
        Table.print(results.rows(), new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aRowHoldsMediansAndTheRatioToEachPeer() {
        measured("postern", 130, 120, 900);
        measured("smtp-sink", 100, 100, 100);
        measured("subethasmtp", 260, 1, 400);
        assertEquals(
                List.of(
                        new Row("postern", "4k", 5000, 130, Map.of("smtp-sink", 1.3, "subethasmtp", 0.5)),
                        new Row("smtp-sink", "4k", 5000, 100, Map.of("subethasmtp", 0.38)),
                        new Row("subethasmtp", "4k", 5000, 260, Map.of("smtp-sink", 2.6))),
                results.rows());
    }

    @Test
    void aPeerThatIsAbsentHasNoRatioAndItsBarIsNotMeasured() {
        measured("postern", 130);
        measured("subethasmtp", 260);
        assertEquals(Map.of("subethasmtp", 0.5), results.rows().get(0).ratio());
        assertEquals(Optional.empty(), SMALL_AGAINST_SINK.measured(results.rows()));
        assertFalse(SMALL_AGAINST_SINK.isMissed(results.rows()));
        assertTrue(printed().contains("not measured"));
    }

    @Test
    void aBarHoldsUpToItsRatioAndIsMissedAboveIt() {
        measured("postern", 110);
        measured("smtp-sink", 100);
        assertFalse(SMALL_AGAINST_SINK.isMissed(results.rows()));
        assertTrue(printed().matches("(?s).*÷ smtp-sink, 4k +\\| +1.10 \\| +1.10 \\| pass .*"), printed());
        measured("postern", 113, 114);
        assertTrue(SMALL_AGAINST_SINK.isMissed(results.rows()));
        assertTrue(printed().matches("(?s).*÷ smtp-sink, 4k +\\| +1.10 \\| +1.13 \\| MISS .*"), printed());
    }

    @Test
    void everyScenarioInPlaintextHasABarForEachPeer() {
        for (Scenario scenario : Scenario.all(false)) {
            for (String bar : List.of("postern smtp-sink", "postern subethasmtp", "postern-checked smtp-sink")) {
                assertEquals(
                        1,
                        Bars.ALL.stream()
                                .filter(known -> known.scenario().equals(scenario.label())
                                        && (known.target() + " " + known.ratio()).equals(bar))
                                .count(),
                        scenario + " " + bar);
            }
        }
    }

    @Test
    void withChecksPosternHasBarsOfItsOwn() {
        measured("postern-checked", 121);
        measured("smtp-sink", 100);
        assertEquals(
                List.of("postern-checked"),
                Bars.ALL.stream()
                        .filter(bar -> bar.isMissed(results.rows()))
                        .map(Bar::target)
                        .toList());
    }

    @Test
    void inTlsPostfixIsThePeerAndThereAreNoBars() {
        results.add(Scenario.LARGE_KEPT_TLS, "postern", new Sample(100, 50));
        results.add(Scenario.LARGE_KEPT_TLS, "postfix", new Sample(100, 200));
        assertEquals(Map.of("postfix", 0.25), results.rows().get(0).ratio());
        assertTrue(printed().contains("÷ postfix |"), printed());
        assertFalse(printed().contains("bar:"), printed());
    }

    @Test
    void theJsonFileIsAListOfRows(@TempDir Path directory) throws IOException {
        measured("postern", 130.26);
        measured("smtp-sink", 100);
        Path file = directory.resolve("rows.json");
        JsonFile.write(results.rows(), file);
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(mapper.readTree("""
                        [{"target": "postern", "scenario": "4k", "msgs_per_s": 5000.0, "cpu_us_per_msg": 130.3,
                          "ratio": {"smtp-sink": 1.3}},
                         {"target": "smtp-sink", "scenario": "4k", "msgs_per_s": 5000.0, "cpu_us_per_msg": 100.0,
                          "ratio": {}}]
                        """), mapper.readTree(file.toFile()));
    }
}
