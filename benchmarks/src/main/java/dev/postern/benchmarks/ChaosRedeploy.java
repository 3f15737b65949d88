package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.redeploy.Host;
import dev.postern.benchmarks.chaos.redeploy.RedeployChaos;
import dev.postern.benchmarks.chaos.redeploy.Subject;
import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.benchmarks.process.Executables;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos redeploy}: beans, adapter and gateway are deployed anew while mail flows. */
@Command(
        name = "redeploy",
        description =
                "Deploys a bean, the adapter and the gateway anew, again and again, on Payara Server and WildFly while mail flows, and"
                        + " counts what is lost, and what is left behind.",
        mixinStandardHelpOptions = true)
final class ChaosRedeploy implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--redeploys", paramLabel = "N", description = "Redeploys of each (default: 20).")
    private int redeploys = 20;

    @Option(
            names = "--on",
            paramLabel = "SERVER",
            split = ",",
            description = "Some of payara, wildfly (default: both).")
    private List<Host> hosts = List.of(Host.values());

    @Option(
            names = "--of",
            paramLabel = "WHAT",
            split = ",",
            description = "Some of bean, adapter, gateway (default: all).")
    private List<Subject> subjects = List.of(Subject.values());

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (redeploys < 1) {
            throw new ParameterException(spec.commandLine(), "--redeploys is " + redeploys + ", but must be above 0");
        }
        RedeployChaos chaos = new RedeployChaos(
                ApplicationKit.ofThisBuild(),
                Executables.ofThisMachine().ofPostfix("smtp-source"),
                redeploys,
                spec.commandLine().getErr());
        Report report = Report.begun();
        for (Host host : hosts) {
            chaos.run(host, subjects, report);
        }
        return options.conclude(report, spec);
    }
}
