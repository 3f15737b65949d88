package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.testkit.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds of what was deployed, behind a full collection, as jcmd tells.
 *
 * @param classLoaders those of deployments
 * @param listeners objects of ours that hold ports
 * @param beans objects of ours that bring mail to a bean
 * @param threads of ours
 */
record Remains(long classLoaders, long listeners, long beans, long threads) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** WildFly has one for each module, Payara for each kind of archive; a RAR within an EAR is found by a ConnectorClassFinder. */
    private static final Pattern LOADER = Pattern.compile(
            "org\\.jboss\\.modules\\.ModuleClassLoader|org\\.glassfish\\..*\\.(Webapp|Ear|EarLib)ClassLoader"
                    + "|com\\.sun\\..*\\.(ASURLClassLoader|ConnectorClassFinder)");

    private static final Pattern ROW = Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+)", Pattern.MULTILINE);
    private static final Pattern THREAD = Pattern.compile("^\"(postern-|globalEventExecutor)", Pattern.MULTILINE);

    /** Those of a process of this Java. */
    static Remains of(long pid) throws IOException {
        jcmd(pid, "GC.run_finalization");
        Matcher rows = ROW.matcher(jcmd(pid, "GC.class_histogram"));
        long classLoaders = 0;
        long listeners = 0;
        long beans = 0;
        while (rows.find()) {
            long count = Long.parseLong(rows.group(1));
            String type = rows.group(2);
            classLoaders += LOADER.matcher(type).matches() ? count : 0;
            listeners += type.equals("dev.postern.smtp.server.SmtpServer") ? count : 0;
            beans += type.equals("dev.postern.jca.inbound.BoundBean") ? count : 0;
        }
        long threads = THREAD.matcher(jcmd(pid, "Thread.print")).results().count();
        return new Remains(classLoaders, listeners, beans, threads);
    }

    /** What is left once threads of the server's pools that have nothing to do have ended; not more than there was before, or what there is after a minute. */
    static Remains settled(long pid, Remains before) throws IOException {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        Remains now = of(pid);
        while (now.classLoaders > before.classLoaders && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            now = of(pid);
        }
        return now;
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return ProgramRun.of(PATIENCE, List.of(program.toString(), String.valueOf(pid), command))
                .succeeded()
                .output();
    }
}
