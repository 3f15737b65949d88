package dev.postern.benchmarks.source;

import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.result.Sample;
import dev.postern.testkit.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * fetchmail, which reads the mailbox and leaves the mails there, and writes them as SMTP to where nothing is kept, the least that it can do. (To a server over loopback
 * it takes 40 ms for each mail: it writes line by line and waits for acknowledgements that are delayed.)
 *
 * @param directory for its files
 */
record FetchmailPeer(Path executable, Path directory, FilledMailbox mailbox) implements Peer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return FETCHMAIL;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario == Scenario.IMAP;
    }

    @Override
    public Sample run(Scenario scenario, int mails) throws IOException {
        mailbox.fill(mails, scenario.octets());
        Path settings = directory.resolve("fetchmailrc");
        Files.writeString(
                settings, """
                set no syslog
                set idfile "%1$s/fetchmail.ids"
                set pidfile "%1$s/fetchmail.pid"
                poll 127.0.0.1 service %2$d protocol imap auth password
                  user "%3$s" password "%4$s" is "ann" here
                  bsmtp "/dev/null" sslproto "" fetchall keep
                """.formatted(directory, mailbox.port(), FilledMailbox.USER, FilledMailbox.PASSWORD));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------")); // or it refuses
        long before = CpuTime.ofEndedChildren();
        long start = System.nanoTime();
        ProgramRun.of(
                        PATIENCE,
                        List.of(executable.toString(), "--fetchmailrc", settings.toString(), "--nodetach", "--silent"))
                .succeeded();
        return Sample.of(mails, System.nanoTime() - start, CpuTime.ofEndedChildren() - before);
    }
}
