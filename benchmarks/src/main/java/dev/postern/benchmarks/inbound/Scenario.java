package dev.postern.benchmarks.inbound;

import java.util.Arrays;
import java.util.List;

/** What the clients do in a run. */
public enum Scenario {
    SMALL("4k", "4 KB, a connection each", 4_096, false, false, 20_000),
    SMALL_KEPT("4k-d", "4 KB, connection kept", 4_096, true, false, 60_000),
    LARGE("100k", "100 KB, a connection each", 102_400, false, false, 8_000),
    LARGE_KEPT("100k-d", "100 KB, connection kept", 102_400, true, false, 10_000),
    SMALL_TLS("4k-tls", "4 KB, a connection and a handshake each", 4_096, false, true, 4_000),
    SMALL_KEPT_TLS("4k-d-tls", "4 KB in TLS, connection kept", 4_096, true, true, 20_000),
    LARGE_TLS("100k-tls", "100 KB, a connection and a handshake each", 102_400, false, true, 3_000),
    LARGE_KEPT_TLS("100k-d-tls", "100 KB in TLS, connection kept", 102_400, true, true, 4_000);

    private final String label;
    private final String description;
    private final int bodyOctets;
    private final boolean keepsConnections;
    private final boolean tls;
    private final int messages;

    Scenario(String label, String description, int bodyOctets, boolean keepsConnections, boolean tls, int messages) {
        this.label = label;
        this.description = description;
        this.bodyOctets = bodyOctets;
        this.keepsConnections = keepsConnections;
        this.tls = tls;
        this.messages = messages;
    }

    /** Those in TLS, or those without. */
    public static List<Scenario> all(boolean tls) {
        return Arrays.stream(values()).filter(scenario -> scenario.tls == tls).toList();
    }

    /** The name in tables and JSON. */
    public String label() {
        return label;
    }

    /** What it means, for readers. */
    public String description() {
        return description;
    }

    /** The octets of each message's body. */
    public int bodyOctets() {
        return bodyOctets;
    }

    /** Whether a client sends one mail after the other over its connection, rather than one mail per connection. */
    public boolean keepsConnections() {
        return keepsConnections;
    }

    /** How many messages make a run of some seconds. */
    public int messages() {
        return messages;
    }
}
