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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
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
    private final int pairs;
    private final TimeValue time;
    private final PrintWriter progress;

    /**
     * A comparison that has not begun.
     *
     * @param pairs how much oftener in each run a verification is measured beside its bare signature: they are closer to each other than one and the same code is to itself in two JVMs
     * @param millis how long each of the three measured stretches of a run lasts, and each of the eight before that warm the JVM
     * @param progress is told what runs
     */
    public AuthRun(int runs, int pairs, int millis, PrintWriter progress) {
        this.runs = runs;
        this.pairs = pairs;
        this.time = TimeValue.milliseconds(millis);
        this.progress = progress;
    }

    /** The rows, by scenario and target. */
    public List<Row> measure() throws RunnerException {
        Map<String, Map<String, List<Sample>>> samples = new TreeMap<>();
        // not all of one target first: a slow minute of the machine meets all alike
        for (int run = 1; run <= runs; run++) {
            tell("run " + run + "/" + runs + ", each target in a JVM of its own");
            take(options(DkimBenchmark.class).build(), samples);
            take(options(SpfBenchmark.class).build(), samples);
            tell("run " + run + "/" + runs + ", " + pairs + " more pairs of a verification and a bare signature");
            for (int pair = 1; pair <= pairs; pair++) {
                take(pair(), samples);
            }
        }
        return rows(medians(samples));
    }

    private void tell(String step) {
        progress.println(step);
        progress.flush();
    }

    private static void take(Options options, Map<String, Map<String, List<Sample>>> samples) throws RunnerException {
        for (RunResult result : new Runner(options).run()) {
            String size = result.getParams().getParam("size");
            samples.computeIfAbsent(size == null ? SPF : LABELS.get(size), missing -> new TreeMap<>())
                    .computeIfAbsent(result.getPrimaryResult().getLabel(), missing -> new ArrayList<>())
                    .add(sample(result));
        }
    }

    private Options pair() {
        return options(DkimBenchmark.class)
                .exclude("\\." + Bars.JDKIM + "$")
                .param("size", "4096")
                .build();
    }

    private ChainedOptionsBuilder options(Class<?> benchmark) {
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
                .shouldFailOnError(true);
    }

    private static Sample sample(RunResult result) {
        Result<?> cpu = Objects.requireNonNull(result.getSecondaryResults().get(ProcessCpu.LABEL));
        return new Sample(1e6 / result.getPrimaryResult().getScore(), cpu.getScore());
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
