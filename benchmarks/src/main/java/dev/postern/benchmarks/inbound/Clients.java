package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.BenchException;

/** What sends the load. */
public interface Clients {
    /** The domain of the recipients. */
    String DOMAIN = "postern.example";

    /** The domain of the senders, and the name of the clients. */
    String OWN_DOMAIN = "client.example";

    /** How many clients send at a time. */
    int SESSIONS = 20;

    /**
     * Sends the messages and waits until all are accepted.
     *
     * @return how long it took, in nanoseconds
     * @throws BenchException if a message was not accepted
     */
    long send(Scenario scenario, int messages, int port);

    /** What it is, for readers. */
    String description();
}
