package dev.postern.benchmarks.inbound;

/** What the clients do in a run. */
public enum Scenario {
    SMALL("4k", "4 KB, a connection each", 4_096, false, 20_000),
    SMALL_KEPT("4k-d", "4 KB, connection kept", 4_096, true, 60_000),
    LARGE("100k", "100 KB, a connection each", 102_400, false, 8_000),
    LARGE_KEPT("100k-d", "100 KB, connection kept", 102_400, true, 10_000);

    private final String label;
    private final String description;
    private final int bodyOctets;
    private final boolean keepsConnections;
    private final int messages;

    Scenario(String label, String description, int bodyOctets, boolean keepsConnections, int messages) {
        this.label = label;
        this.description = description;
        this.bodyOctets = bodyOctets;
        this.keepsConnections = keepsConnections;
        this.messages = messages;
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
