package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A Postfix: its master and all that this one starts. */
public final class PostfixProcess implements MeasuredProcess {
    private final Postfix postfix;
    private final ProcessHandle master;

    /** @param postfix is closed with this object */
    public PostfixProcess(Postfix postfix) {
        this.postfix = postfix;
        this.master = ProcessHandle.of(postfix.pid()).orElseThrow(() -> new BenchException("postfix has ended"));
    }

    @Override
    public long cpuMicros() {
        if (!master.isAlive()) {
            throw new BenchException("postfix has ended by itself");
        }
        return CpuTime.ofTree(master);
    }

    @Override
    public void close() {
        try {
            postfix.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
