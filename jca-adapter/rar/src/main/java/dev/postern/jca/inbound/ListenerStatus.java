package dev.postern.jca.inbound;

import dev.postern.jca.monitor.ListenerMXBean;
import dev.postern.smtp.server.SmtpServer;
import java.util.List;
import java.util.Map;

/** One port of a listener, as an administrator sees it. */
final class ListenerStatus implements ListenerMXBean {
    private final SmtpServer server;
    private final Bindings bindings;

    ListenerStatus(SmtpServer server, Bindings bindings) {
        this.server = server;
        this.bindings = bindings;
    }

    @Override
    public boolean isUp() {
        return server.isOpen()
                && bindings.beans().stream().anyMatch(bean -> !bean.settings().deadLetter());
    }

    @Override
    public List<String> getBeans() {
        return bindings.beans().stream().map(BoundBean::toString).toList();
    }

    @Override
    public int getConnections() {
        return server.connections();
    }

    @Override
    public long getConnectionsTotal() {
        return server.traffic().connections();
    }

    @Override
    public long getMailsTaken() {
        return server.traffic().mails();
    }

    @Override
    public Map<String, Long> getRefusals() {
        return server.traffic().refusals();
    }
}
