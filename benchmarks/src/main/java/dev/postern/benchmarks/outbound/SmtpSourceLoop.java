package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.ServerProcess;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/** Postfix's smtp-source(1), run as often as it is asked to, beneath one process whose CPU time has them all. */
final class SmtpSourceLoop implements AutoCloseable {
    private static final String SCRIPT = """
            while read -r count octets; do
                if "$0" -m "$count" -l "$octets" "$@" >&2; then echo sent; else echo failed; fi
            done
            """;

    private final ServerProcess process;

    private SmtpSourceLoop(ServerProcess process) {
        this.process = process;
    }

    /** Made for a server on this loopback port, over connections that are kept. */
    static SmtpSourceLoop to(int port, Path executable) {
        ProcessBuilder command = new ProcessBuilder(List.of(
                "sh",
                "-c",
                SCRIPT,
                executable.toString(),
                "-d",
                "-s",
                Integer.toString(Connectors.CONNECTIONS),
                "-M",
                "client.example",
                "-f",
                "sender@client.example",
                "-t",
                "recipient@postern.example",
                "127.0.0.1:" + port));
        return new SmtpSourceLoop(ServerProcess.start("smtp-source", command.redirectError(Redirect.DISCARD)));
    }

    /** Sends so many mails and waits until the server has them. */
    void send(Size size, int mails) {
        if (!process.ask(mails + " " + size.octets()).equals("sent")) {
            throw new BenchException("smtp-source could not send " + mails + " mails of " + size.octets() + " octets");
        }
    }

    /** The CPU time of all runs so far, in microseconds. */
    long cpuMicros() {
        return process.cpuMicros();
    }

    @Override
    public void close() {
        process.close();
    }
}
