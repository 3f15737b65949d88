package dev.postern.benchmarks.process;

/** A server whose cost is counted. */
public interface MeasuredProcess extends AutoCloseable {
    /** The CPU time that the server and its children took so far, in microseconds. */
    long cpuMicros();

    /** Ends it. */
    @Override
    void close();
}
