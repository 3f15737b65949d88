package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;

/** A server that something else has started and ends. */
public final class ServerJvm implements MeasuredProcess {
    private final String name;
    private final ProcessHandle process;
    private final AutoCloseable owner;

    /**
     * The process of this id.
     *
     * @param owner is closed with this object
     */
    public ServerJvm(String name, long pid, AutoCloseable owner) {
        this.name = name;
        this.process = ProcessHandle.of(pid).orElseThrow(() -> new BenchException(name + " has ended by itself"));
        this.owner = owner;
    }

    @Override
    public long cpuMicros() {
        if (!process.isAlive()) {
            throw new BenchException(name + " has ended by itself");
        }
        return CpuTime.ofTree(process);
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (Exception e) {
            throw new BenchException(name + " can't be ended: " + e.getMessage(), e);
        }
    }
}
