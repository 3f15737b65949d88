package dev.postern.benchmarks.process;

/** Takes mail on loopback, and counts it. */
public interface Receiver extends AutoCloseable {
    /** Its port. */
    int port();

    /** What has come. */
    ArrivalCount arrivals();

    /** Ends it. */
    @Override
    void close();
}
