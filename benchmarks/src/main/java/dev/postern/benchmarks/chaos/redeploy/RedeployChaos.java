package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.chaos.Check;
import dev.postern.benchmarks.chaos.Report;
import dev.postern.benchmarks.process.ApplicationKit;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** On one application server after the other: redeploys while mail flows, and what became of mail and server. */
public final class RedeployChaos {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long NANOS_BETWEEN_LOOKS = 20_000_000;
    /** One archive more than there was, as its kinds of class loader go: the servers keep the last one until a thread of theirs is used again. */
    private static final int CLASS_LOADER_TOLERANCE = 7;

    private final ApplicationKit kit;
    private final Path smtpSource;
    private final int redeploys;
    private final PrintWriter progress;

    /**
     * Chaos with so many redeploys of each subject.
     *
     * @param smtpSource Postfix's load generator
     * @param progress takes a line for each redeploy
     */
    public RedeployChaos(ApplicationKit kit, Path smtpSource, int redeploys, PrintWriter progress) {
        this.kit = kit;
        this.smtpSource = smtpSource;
        this.redeploys = redeploys;
        this.progress = progress;
    }

    /** Runs it on one server. */
    public void run(Host host, List<Subject> subjects, Report report) throws IOException {
        say(host + ": starting");
        try (Bed bed = new Bed(kit, host)) {
            for (Subject subject : subjects) {
                run(host + ", " + subject, subject, bed, report);
            }
            bed.undeployAll();
            report.checks()
                    .add(Check.atMost(
                            host + ": ports that are taken when all is gone",
                            taken(bed.beansPort()) + taken(bed.gatewayPort()),
                            0));
        }
    }

    private void run(String name, Subject subject, Bed bed, Report report) throws IOException {
        List<PatientTraffic> traffic = new ArrayList<>();
        List<SteadyLoad> steady = new ArrayList<>();
        try {
            start(subject, bed, traffic, steady);
            redeploy(name, 0, subject, bed, traffic); // what a server keeps of the last one is not what piles up
            Remains before = Remains.of(bed.pid());
            for (int i = 1; i <= redeploys; i++) {
                redeploy(name, i, subject, bed, traffic);
            }
            traffic.forEach(PatientTraffic::close);
            steady.forEach(SteadyLoad::close);
            conclude(name, bed, traffic, steady, report);
            concludeRemains(name, before, Remains.settled(bed.pid(), before), report);
        } finally {
            traffic.forEach(PatientTraffic::close);
            steady.forEach(SteadyLoad::close);
        }
    }

    private void start(Subject subject, Bed bed, List<PatientTraffic> traffic, List<SteadyLoad> steady) {
        if (subject == Subject.GATEWAY) {
            traffic.add(PatientTraffic.start(bed.gatewayPort(), Bed.GATEWAY));
        } else {
            traffic.add(PatientTraffic.start(bed.beansPort(), Bed.LEFT));
            PatientTraffic right = PatientTraffic.start(bed.beansPort(), Bed.RIGHT);
            if (subject == Subject.BEAN) {
                awaitMore(right, 0);
                right.close();
                steady.add(SteadyLoad.start(smtpSource, bed.beansPort(), true));
                steady.add(SteadyLoad.start(smtpSource, bed.beansPort(), false));
            }
            traffic.add(right);
        }
    }

    /** Deploys it anew while mail flows, and waits until it takes mail again. */
    private void redeploy(String name, int number, Subject subject, Bed bed, List<PatientTraffic> traffic)
            throws IOException {
        PatientTraffic first = traffic.get(0);
        awaitMore(first, first.count());
        long start = System.nanoTime();
        subject.redeploy(bed);
        awaitMore(first, first.count());
        say("%s: redeploy %d of %d took %d ms, %d mails taken"
                .formatted(name, number, redeploys, (System.nanoTime() - start) / 1_000_000, first.count()));
    }

    private static void awaitMore(PatientTraffic traffic, int before) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (traffic.count() <= before) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException("no mail is taken any more");
            }
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
        }
    }

    private static void conclude(
            String name, Bed bed, List<PatientTraffic> traffic, List<SteadyLoad> steady, Report report)
            throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        Set<String> lost = new HashSet<>();
        traffic.forEach(clients -> lost.addAll(clients.accepted()));
        figures.put("mails taken", lost.size());
        figures.put(
                "mails put off",
                traffic.stream().mapToLong(PatientTraffic::putOff).sum());
        figures.put(
                "connections broken",
                traffic.stream().mapToLong(PatientTraffic::broken).sum());
        lost.removeAll(bed.seen());
        List<Check> checks = report.checks();
        checks.add(Check.atMost(name + ": mails lost", lost.size(), 0));
        checks.add(Check.atMost(
                name + ": mails refused for good",
                traffic.stream().mapToLong(PatientTraffic::refused).sum(),
                0));
        if (!steady.isEmpty()) {
            List<String> complaints =
                    steady.stream().flatMap(load -> load.complaints().stream()).toList();
            List<String> noted = bed.noted();
            figures.put(
                    "mails of the other bean",
                    steady.stream().mapToInt(SteadyLoad::sent).sum());
            checks.add(new Check(
                    name + ": the other bean's clients notice nothing", complaints.isEmpty(), "" + complaints));
            checks.add(Check.atMost(
                    name + ": mails of the other bean lost",
                    steady.stream().mapToLong(load -> load.lost(noted)).sum(),
                    0));
        }
        report.figures().put(name, figures);
    }

    private static void concludeRemains(String name, Remains before, Remains after, Report report) {
        report.figures().put(name + ": remains", before + " became " + after);
        List<Check> checks = report.checks();
        checks.add(Check.atMost(name + ": threads of ours", after.threads(), before.threads()));
        checks.add(Check.atMost(name + ": listeners", after.listeners(), before.listeners()));
        checks.add(Check.atMost(name + ": beans", after.beans(), before.beans()));
        checks.add(Check.atMost(
                name + ": class loaders", after.classLoaders(), before.classLoaders() + CLASS_LOADER_TOLERANCE));
    }

    /** 1 where the port is not free. */
    private static int taken(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound() ? 0 : 1;
        } catch (IOException e) {
            return 1;
        }
    }

    private void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
