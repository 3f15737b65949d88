package dev.postern.benchmarks;

import dev.postern.benchmarks.chaos.Backpressure;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern chaos backpressure}: many large mails at once into a slow sink. */
@Command(
        name = "backpressure",
        description = "Sends many large mails at the same moment into a sink that takes two at a time.",
        mixinStandardHelpOptions = true)
final class ChaosBackpressure implements Callable<Integer> {
    private static final long MOST_OCTETS = 10 << 20; // the listener's own limit
    private static final int FILES_PER_MAIL = 2; // a connection and a spool file
    private static final int OTHER_FILES = 500;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final ChaosOptions options = new ChaosOptions();

    @Option(names = "--mails", paramLabel = "N", description = "Mails at the same moment (default: 1000).")
    private int mails = 1_000;

    @Option(names = "--octets", paramLabel = "N", description = "Octets of a mail (default: 10000000).")
    private long octets = 10_000_000;

    @Override
    public Integer call() throws IOException {
        options.check(spec);
        if (mails < 1) {
            throw new ParameterException(spec.commandLine(), "--mails is " + mails + ", but must be above 0");
        }
        if (octets < 1 || octets > MOST_OCTETS - (1 << 17)) {
            throw new ParameterException(
                    spec.commandLine(), "--octets is " + octets + ", but must be above 0 and fit into 10 MiB");
        }
        OpenFiles.require((long) mails * FILES_PER_MAIL + OTHER_FILES);
        requireRoom();
        Report report = new Backpressure(
                        options.heap(), mails, octets, spec.commandLine().getErr())
                .run();
        return options.conclude(report, spec);
    }

    private void requireRoom() throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        long needed = Backpressure.spool(mails, octets);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw new BenchException("this may take " + (needed >> 20) + " MiB in " + directory + ", where "
                    + (free >> 20) + " MiB are free: set TMPDIR to another directory, or send fewer mails");
        }
    }
}
