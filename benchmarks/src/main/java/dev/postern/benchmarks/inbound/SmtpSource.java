package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Postfix's load generator, smtp-source(1). Its {@code -l} counts the body; the header comes on top of it. */
public final class SmtpSource implements Clients {
    private final Path executable;

    public SmtpSource(Path executable) {
        this.executable = executable;
    }

    @Override
    public long send(Scenario scenario, int messages, int port) {
        return send(SESSIONS, scenario.bodyOctets(), scenario.keepsConnections(), messages, port);
    }

    /**
     * Sends messages of this size in so many sessions, and waits until all are accepted.
     *
     * @param keepsConnections whether a client sends one mail after the other over its connection
     * @return how long it took, in nanoseconds
     * @throws BenchException if a message was not accepted
     */
    public long send(int sessions, int bodyOctets, boolean keepsConnections, int messages, int port) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        if (keepsConnections) {
            command.add("-d");
        }
        command.addAll(List.of("-s", Integer.toString(sessions)));
        command.addAll(List.of("-l", Integer.toString(bodyOctets)));
        command.addAll(List.of("-m", Integer.toString(messages)));
        command.addAll(List.of("-M", OWN_DOMAIN, "-f", "sender@" + OWN_DOMAIN, "-t", "recipient@" + DOMAIN));
        command.add("127.0.0.1:" + port);
        return run(command);
    }

    private long run(List<String> command) {
        try {
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread atExit = new Thread(process::destroy, "end-smtp-source");
            Runtime.getRuntime().addShutdownHook(atExit);
            String complaint = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            long elapsed = System.nanoTime() - start;
            Runtime.getRuntime().removeShutdownHook(atExit);
            if (status != 0) {
                throw new BenchException("smtp-source ended with status " + status + ": " + complaint.strip());
            }
            return elapsed;
        } catch (IOException e) {
            throw new BenchException(executable + " can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public String description() {
        return "smtp-source";
    }
}
