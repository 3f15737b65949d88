package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.process.Executables;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers of one comparison, as long as they run. */
public final class TestBed implements AutoCloseable {
    private final ScratchDirectory logs;
    private final @Nullable TlsFixture tls;
    private final List<Target> targets = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private @Nullable Nsd dns;

    private TestBed(ScratchDirectory logs, @Nullable TlsFixture tls) {
        this.logs = logs;
        this.tls = tls;
    }

    /**
     * Starts Postern and every peer that is installed.
     *
     * @param tls the certificate of them all, or null for plaintext
     */
    public static TestBed start(Executables executables, @Nullable TlsFixture tls) throws IOException {
        TestBed bed = new TestBed(ScratchDirectory.create(), tls);
        try {
            bed.startAll(executables);
            return bed;
        } catch (IOException | RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    /** The servers in the order of the table. */
    public List<Target> targets() {
        return List.copyOf(targets);
    }

    /** Says what is measured, and what isn't. */
    public void describe(Clients clients, PrintWriter out) {
        out.println("Load: " + clients.description() + ", " + Clients.SESSIONS
                + " sessions; servers on loopback, a process each. JVMs: " + JavaServer.HEAP
                + ", else the JVM's own choice.");
        out.println(
                "postern: its defaults (spool, limits, a log line per mail) without checks but for recipients, against one accepted"
                        + " domain; no limit is raised. Each message is closed unread.");
        out.println(
                "postern-checked: the same with every check that is on by default, and two that ask DNS on loopback: the"
                        + " sender's domain and the name of the client's address.");
        if (tls == null) {
            out.println("subethasmtp: its defaults; each message is read and dropped.");
        } else {
            out.println(
                    "postfix: its defaults with smtpd_tls_security_level=may; each message is read, and discarded before it is"
                            + " queued. All of its processes are counted.");
        }
        absent.forEach(peer -> out.println(peer + ": left out, for it needs a program that is not installed."));
        out.flush();
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
        if (dns != null) {
            try {
                dns.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        logs.close();
    }

    private void startAll(Executables executables) throws IOException {
        targets.add(Targets.postern(logs.path(), tls));
        if (executables.find("nsd").isPresent()) {
            Nsd started = LoadZones.serve();
            dns = started;
            targets.add(Targets.posternChecked(logs.path(), started.address(), tls));
        } else {
            absent.add(Targets.POSTERN_CHECKED);
        }
        if (tls == null) {
            startPlaintextPeers(executables);
        } else if (executables.find(Targets.POSTFIX).isPresent()) {
            targets.add(Targets.postfix(tls));
        } else {
            absent.add(Targets.POSTFIX);
        }
    }

    private void startPlaintextPeers(Executables executables) {
        Optional<Path> smtpSink = executables.find(Targets.SMTP_SINK);
        if (smtpSink.isPresent()) {
            targets.add(Targets.smtpSink(smtpSink.get()));
        } else {
            absent.add(Targets.SMTP_SINK);
        }
        targets.add(Targets.subEthaSmtp(logs.path()));
    }
}
