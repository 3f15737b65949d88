package dev.postern.jca.monitor;

import java.util.List;
import java.util.Map;

/** One open port; no secrets. What is counted is counted from its opening on. */
public interface ListenerMXBean {
    /** Whether the port is open and a bean takes its mail: to ask for a health check. */
    boolean isUp();

    /** The beans that share it, by class and name. */
    List<String> getBeans();

    /** The connections that are open now. */
    int getConnections();

    /** The connections that have been opened. */
    long getConnectionsTotal();

    /** The mails that were answered 250. */
    long getMailsTaken();

    /** How often a connection, a command or a content was refused, by code and enhanced code such as {@code 550 5.1.1}. */
    Map<String, Long> getRefusals();
}
