package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.SmtpServer;
import java.util.List;
import java.util.stream.Collectors;

/** The open listeners of one gateway. */
public final class Listeners implements AutoCloseable {
    private final List<SmtpServer> servers;

    Listeners(List<SmtpServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /** They, in the order in which they are named. */
    public List<SmtpServer> servers() {
        return servers;
    }

    /** Ends them at the same time, each as {@link SmtpServer#close()} says. */
    @Override
    public void close() {
        servers.parallelStream().forEach(SmtpServer::close);
    }

    /** Where they listen. */
    @Override
    public String toString() {
        return servers.stream().map(SmtpServer::place).collect(Collectors.joining(", "));
    }
}
