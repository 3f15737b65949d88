package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.process.MeasuredProcess;

/**
 * A server that runs and waits for load.
 *
 * @param name in lower case, as in tables and JSON
 * @param process its own, with all that it starts
 * @param port on the loopback address
 * @param warmUps how many runs of each scenario it needs before its figures settle: a JVM compiles its hot code first
 */
public record Target(String name, MeasuredProcess process, int port, int warmUps) implements AutoCloseable {
    @Override
    public void close() {
        process.close();
    }
}
