package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.chaos.mailbox.Guarantee;
import dev.postern.benchmarks.chaos.mailbox.MailboxChaos;
import dev.postern.benchmarks.chaos.mailbox.Reading;
import dev.postern.benchmarks.process.KafkaKit;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos mailbox}: mailboxes through the source connector while parts of its world fail. */
@Command(
        name = "mailbox",
        description =
                "Reads mailboxes of Dovecot while connections are cut, workers die, others delete mail and mails get other names, and counts what is lost, and what comes twice.",
        mixinStandardHelpOptions = true)
final class ChaosMailbox implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--mails", paramLabel = "N", description = "Mails in all folders together (default: 10000).")
    private int mails = 10_000;

    @Option(names = "--seed", paramLabel = "N", description = "Of where connections are cut (default: by the clock).")
    private long seed = System.nanoTime();

    @Option(
            names = "--read",
            paramLabel = "HOW",
            split = ",",
            description = "Some of imap, pop3, pop3-delete, which deletes what it has read (default: all).")
    private List<Reading> readings = List.of(Reading.values());

    @Option(
            names = "--guarantee",
            paramLabel = "WHAT",
            split = ",",
            description = "Some of exactly-once, at-least-once (default: all).")
    private List<Guarantee> guarantees = List.of(Guarantee.values());

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 600) {
            throw new ParameterException(spec.commandLine(), "--mails is " + mails + ", but must be at least 600");
        }
        MailboxChaos chaos = new MailboxChaos(
                KafkaKit.ofThisBuild(), mails, seed, spec.commandLine().getErr());
        Report report = Report.begun();
        report.figures().put("seed", seed);
        for (Reading reading : readings) {
            for (Guarantee guarantee : guarantees) {
                chaos.run(reading, guarantee, report);
            }
        }
        return options.conclude(report, spec);
    }
}
