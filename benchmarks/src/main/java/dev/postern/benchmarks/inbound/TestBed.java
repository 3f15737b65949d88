package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.ScratchDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The servers of one comparison, as long as they run. */
public final class TestBed implements AutoCloseable {
    private final ScratchDirectory logs;
    private final List<Target> targets = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    private TestBed(ScratchDirectory logs) {
        this.logs = logs;
    }

    /** Starts Postern and every peer that is installed. */
    public static TestBed start(Executables executables) throws IOException {
        TestBed bed = new TestBed(ScratchDirectory.create());
        try {
            bed.startAll(executables);
            return bed;
        } catch (RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    /** The servers in the order of the table. */
    public List<Target> targets() {
        return List.copyOf(targets);
    }

    /** Says what is measured, and what isn't. */
    public void describe(PrintWriter out) {
        out.println("Load: smtp-source, " + SmtpSource.SESSIONS + " sessions; servers on loopback, a process each.");
        out.println(
                "postern: its defaults (spool, limits, a log line per mail), recipients checked against one accepted"
                        + " domain; no limit is raised. Each message is closed unread.");
        out.println("subethasmtp: its defaults; each message is read and dropped. JVMs: " + JavaServer.HEAP
                + ", else the JVM's own choice.");
        absent.forEach(peer -> out.println(peer + ": absent, so its ratio is left out."));
        out.flush();
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
        logs.close();
    }

    private void startAll(Executables executables) {
        targets.add(Targets.postern(logs.path()));
        Optional<Path> smtpSink = executables.find(Targets.SMTP_SINK);
        if (smtpSink.isPresent()) {
            targets.add(Targets.smtpSink(smtpSink.get()));
        } else {
            absent.add(Targets.SMTP_SINK);
        }
        targets.add(Targets.subEthaSmtp(logs.path()));
    }
}
