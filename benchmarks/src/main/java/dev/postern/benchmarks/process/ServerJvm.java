package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;

/** A server that something else has started and ends. */
public final class ServerJvm implements MeasuredProcess {
    private final String name;
    private final ProcessHandle process;
    private final Runnable end;

    /**
     * The process of this id.
     *
     * @param end what ends it, with this object
     */
    public ServerJvm(String name, long pid, Runnable end) {
        this.name = name;
        this.process = ProcessHandle.of(pid).orElseThrow(() -> new BenchException(name + " has ended by itself"));
        this.end = end;
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
        end.run();
    }
}
