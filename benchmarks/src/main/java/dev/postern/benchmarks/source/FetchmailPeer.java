package dev.postern.benchmarks.source;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * fetchmail, which reads the mailbox and leaves the mails there, and writes them as SMTP to where nothing is kept, the least that it can do. (To a server over loopback
 * it takes 40 ms for each mail: it writes line by line and waits for acknowledgements that are delayed.)
 *
 * @param directory for its files
 */
record FetchmailPeer(Path executable, Path directory, FilledMailbox mailbox) implements Peer {
    @Override
    public String name() {
        return FETCHMAIL;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario == Scenario.IMAP;
    }

    @Override
    public int mails(Scenario scenario) {
        return scenario.mails();
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
        run(List.of(executable.toString(), "--fetchmailrc", settings.toString(), "--nodetach", "--silent"));
        return Sample.of(mails, System.nanoTime() - start, CpuTime.ofEndedChildren() - before);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new BenchException("fetchmail ended with status " + status + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
