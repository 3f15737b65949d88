package dev.postern.benchmarks;

import dev.postern.benchmarks.inbound.Clients;
import dev.postern.benchmarks.inbound.SmtpSource;
import dev.postern.benchmarks.mdb.Bars;
import dev.postern.benchmarks.mdb.MdbRun;
import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Table;
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

/** {@code postern bench mdb}: what it costs to bring mail to a bean. */
@Command(
        name = "mdb",
        description = {
            "Sends load to a bean that does nothing, on Payara Micro and WildFly, and compares CPU per message with the bare",
            "SMTP server. It takes some minutes."
        },
        mixinStandardHelpOptions = true)
final class MdbBench implements Callable<Integer> {
    private static final int WARM_UPS = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Messages per run, to try it out: nothing is warm then (default: enough for some seconds).")
    private int messages;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (messages < 0) {
            throw new ParameterException(spec.commandLine(), "--messages is " + messages + ", but must be above 0");
        }
        CpuTime.checkKnown();
        Clients clients = new SmtpSource(Executables.ofThisMachine().ofPostfix("smtp-source"));
        PrintWriter out = spec.commandLine().getOut();
        describe(clients, out);
        List<Row> rows = new MdbRun(clients, messages, spec.commandLine().getErr())
                .measure(ApplicationKit.ofThisBuild(), messages == 0 ? WARM_UPS : 0, options.runs());
        Table.print(rows, Bars.ALL, out);
        return options.conclude(rows, Bars.ALL);
    }

    private static void describe(Clients clients, PrintWriter out) {
        out.println("Load: " + clients.description() + ", " + Clients.SESSIONS
                + " sessions, 4 KB, a connection each (kept: one after the other in a connection); servers on loopback, a process"
                + " each. JVMs: " + JavaServer.HEAP + ", else the JVM's own choice.");
        out.println("bare: Postern's SMTP server as in bench inbound; each message is closed unread.");
        out.println(
                "mdb: the built postern.rar and a bean that does nothing on Payara Micro; mdb-wildfly: the same on WildFly."
                        + " Listeners and servers are as they are by default.");
        out.flush();
    }
}
