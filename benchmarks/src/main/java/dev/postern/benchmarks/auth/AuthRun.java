package dev.postern.benchmarks.auth;

import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks in turn, in a new JVM each time, and takes the medians. */
public final class AuthRun {
    private static final int ITERATIONS = 3;
    private static final int WARM_UPS = 8; // the JIT is at work for some six seconds
    private static final String SPF = "spf";
    private static final Map<String, String> LABELS = Map.of("4096", "dkim-4k", "1048576", "dkim-1m");

    private final int runs;
    private final TimeValue time;
    private final PrintWriter progress;

    /**
     * A comparison that has not begun.
     *
     * @param millis how long each of the three measured stretches of a run lasts, and each of the eight before that warm the JVM
     * @param progress is told what runs
     */
    public AuthRun(int runs, int millis, PrintWriter progress) {
        this.runs = runs;
        this.time = TimeValue.milliseconds(millis);
        this.progress = progress;
    }

    /** The rows, by scenario and target. */
    public List<Row> measure() throws RunnerException {
        Map<String, Map<String, List<Sample>>> samples = new TreeMap<>();
        // not all of one target first: a slow minute of the machine meets all alike
        for (int run = 1; run <= runs; run++) {
            progress.println("run " + run + "/" + runs + ", each peer in a JVM of its own");
            progress.flush();
            for (Class<?> benchmark : List.of(DkimBenchmark.class, SpfBenchmark.class)) {
                for (RunResult result : new Runner(options(benchmark)).run()) {
                    String size = result.getParams().getParam("size");
                    take(
                            result,
                            samples.computeIfAbsent(size == null ? SPF : LABELS.get(size), missing -> new TreeMap<>()));
                }
            }
        }
        return rows(medians(samples));
    }

    private static void take(RunResult result, Map<String, List<Sample>> samples) {
        String label = result.getPrimaryResult().getLabel();
        double cpu = secondary(result, ProcessCpu.LABEL);
        if (label.equals(Bars.PAIR)) {
            double ours = secondary(result, Bars.POSTERN);
            double share = ours / (ours + secondary(result, Bars.SIGNATURE));
            add(samples, Bars.POSTERN, cpu * share);
            add(samples, Bars.SIGNATURE, cpu * (1 - share));
        } else {
            add(samples, label, cpu);
        }
    }

    private static void add(Map<String, List<Sample>> samples, String target, double cpuMicros) {
        samples.computeIfAbsent(target, missing -> new ArrayList<>()).add(new Sample(1e6 / cpuMicros, cpuMicros));
    }

    private static double secondary(RunResult result, String label) {
        Result<?> found = Objects.requireNonNull(result.getSecondaryResults().get(label), label);
        return found.getScore();
    }

    private Options options(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .threads(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(time)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .jvmArgsAppend("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn") // jSPF tells each step else
                .addProfiler(ProcessCpu.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
    }

    private static Map<String, Map<String, Sample>> medians(Map<String, Map<String, List<Sample>>> samples) {
        Map<String, Map<String, Sample>> medians = new TreeMap<>();
        samples.forEach((scenario, targets) -> {
            Map<String, Sample> ofScenario = new TreeMap<>();
            targets.forEach((target, runs) -> ofScenario.put(target, Sample.median(runs)));
            medians.put(scenario, ofScenario);
        });
        return medians;
    }

    static List<Row> rows(Map<String, Map<String, Sample>> samples) {
        List<Row> rows = new ArrayList<>();
        samples.forEach((scenario, targets) -> targets.forEach((target, sample) ->
                rows.add(Row.of(target, scenario, sample, target.equals(Bars.POSTERN) ? ratios(targets) : Map.of()))));
        return rows;
    }

    private static Map<String, Double> ratios(Map<String, Sample> targets) {
        Map<String, Double> ratios = new TreeMap<>();
        double ours = cpu(targets, Bars.POSTERN);
        double bare = targets.containsKey(Bars.SIGNATURE) ? cpu(targets, Bars.SIGNATURE) : 0;
        for (String peer : List.of(Bars.JDKIM, Bars.JSPF)) {
            if (targets.containsKey(peer)) {
                ratios.put(peer, Row.ratio(cpu(targets, peer), ours));
                if (bare > 0) {
                    ratios.put(peer + Bars.REST, Row.ratio(cpu(targets, peer) - bare, ours - bare));
                }
            }
        }
        if (bare > 0) {
            ratios.put(Bars.SIGNATURE, Row.ratio(ours, bare));
        }
        return ratios;
    }

    private static double cpu(Map<String, Sample> targets, String target) {
        Sample sample = targets.get(target);
        if (sample == null) {
            throw new IllegalStateException(target + " was not measured");
        }
        return sample.cpuMicrosPerMessage();
    }
}
