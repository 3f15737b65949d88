package dev.postern.benchmarks;

import dev.postern.benchmarks.inbound.Bars;
import dev.postern.benchmarks.inbound.Clients;
import dev.postern.benchmarks.inbound.LoadRuns;
import dev.postern.benchmarks.inbound.Scenario;
import dev.postern.benchmarks.inbound.SmtpSource;
import dev.postern.benchmarks.inbound.Table;
import dev.postern.benchmarks.inbound.TestBed;
import dev.postern.benchmarks.inbound.TlsClients;
import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.result.Row;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bench inbound}: what it costs to take a mail in. */
@Command(
        name = "inbound",
        description = {
            "Sends load to Postern's SMTP server, smtp-sink and SubEthaSMTP, and compares CPU per message.",
            "With --tls it is Postfix's smtpd that Postern is compared with."
        },
        mixinStandardHelpOptions = true)
final class InboundBench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Messages per run (default: enough for some seconds).")
    private int messages;

    @Option(names = "--tls", description = "Measure in TLS: by STARTTLS, a handshake on each connection.")
    private boolean tls;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (messages < 0) {
            throw new ParameterException(spec.commandLine(), "--messages is " + messages + ", but must be above 0");
        }
        CpuTime.checkKnown();
        Executables executables = Executables.ofThisMachine();
        List<Row> rows = measure(executables);
        Table.print(rows, spec.commandLine().getOut());
        return options.conclude(rows, Bars.ALL);
    }

    private List<Row> measure(Executables executables) throws IOException {
        PrintWriter progress = spec.commandLine().getErr();
        TlsFixture fixture = tls ? TlsFixture.get() : null;
        Clients clients = fixture == null
                ? new SmtpSource(executables.ofPostfix("smtp-source"))
                : new TlsClients(fixture.trustingContext());
        try (TestBed bed = TestBed.start(executables, fixture)) {
            bed.describe(clients, spec.commandLine().getOut());
            LoadRuns load = new LoadRuns(clients, Scenario.all(tls), bed.targets(), messages, progress);
            load.warmUp();
            return load.measure(options.runs()).rows();
        }
    }
}
