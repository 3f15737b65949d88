package dev.postern.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern demo}: runs every part on this machine, and follows a mail through them. */
@Command(
        name = "postern demo",
        description =
                "Starts a Kafka broker, a Connect worker with both connectors, Payara Micro with the resource adapter and the gateway beans, and a receiving SMTP server on free loopback ports,"
                        + " sends a mail through each of the two entrances, and stays up for yours.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final Duration STOP_SIGNAL_PATIENCE = Duration.ofMillis(300);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--once", description = "Do one round, end every part, and exit with 0; or with 1 if a hop fails.")
    private boolean once;

    @Option(names = "--keep", description = "Keep data, mails and logs when all has ended.")
    private boolean keep;

    /** Runs the command line and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DemoCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Kit kit = Kit.ofThisBuild();
            Workspace workspace = Workspace.create(keep);
            // before the first logger is made: the console is for the user
            System.setProperty(
                    "org.slf4j.simpleLogger.logFile",
                    workspace.path().resolve("demo.log").toString());
            return run(
                    workspace,
                    new Demo(kit, workspace, new Console(spec.commandLine().getOut())));
        } catch (DemoException e) {
            return failed(e);
        }
    }

    private int run(Workspace workspace, Demo demo) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "end-demo")); // Ctrl-C
        try {
            demo.run(once);
            return CommandLine.ExitCode.OK;
        } catch (DemoException e) {
            if (demo.isClosingWithin(STOP_SIGNAL_PATIENCE)) {
                return CommandLine.ExitCode.OK; // not seen by anyone: the JVM is going down by a signal
            }
            workspace.keepLogs();
            return failed(e);
        } finally {
            demo.close();
        }
    }

    private int failed(DemoException failure) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("postern demo: failed at " + failure.getMessage());
        err.flush();
        return FAILED;
    }
}
