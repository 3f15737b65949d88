package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.result.Sample;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Runs every scenario against every target, in turn, so that a slow minute of the machine meets them all alike. */
public final class LoadRuns {
    private final Clients clients;
    private final List<Scenario> scenarios;
    private final List<Target> targets;
    private final int messages;
    private final PrintWriter progress;

    /**
     * @param messages of one run, or 0 for what the scenario says
     * @param progress takes a line for each run
     */
    public LoadRuns(
            Clients clients, List<Scenario> scenarios, List<Target> targets, int messages, PrintWriter progress) {
        this.scenarios = List.copyOf(scenarios);
        this.clients = clients;
        this.targets = List.copyOf(targets);
        this.messages = messages;
        this.progress = progress;
    }

    /** Sends load that is not counted. */
    public void warmUp() {
        for (Target target : targets) {
            for (int run = 1; run <= target.warmUps(); run++) {
                for (Scenario scenario : scenarios) {
                    report("warm-up " + run, scenario, target, measure(scenario, target));
                }
            }
        }
    }

    /** Measures each scenario so many times against each target. */
    public Results measure(int runs) {
        Results results = new Results();
        for (int run = 1; run <= runs; run++) {
            for (Scenario scenario : scenarios) {
                for (Target target : targets) {
                    Sample sample = measure(scenario, target);
                    report("run " + run + "/" + runs, scenario, target, sample);
                    results.add(scenario, target.name(), sample);
                }
            }
        }
        return results;
    }

    private Sample measure(Scenario scenario, Target target) {
        int count = messages == 0 ? scenario.messages() : messages;
        long before = target.process().cpuMicros();
        long elapsed = clients.send(scenario, count, target.port());
        return Sample.of(count, elapsed, target.process().cpuMicros() - before);
    }

    private void report(String run, Scenario scenario, Target target, Sample sample) {
        progress.printf(
                Locale.ROOT,
                "%-9s %-10s %-15s %6.0f msgs/s %7.1f µs/msg%n",
                run,
                scenario.label(),
                target.name(),
                sample.messagesPerSecond(),
                sample.cpuMicrosPerMessage());
        progress.flush();
    }
}
