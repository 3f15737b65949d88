package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.ArrivalCount;
import dev.postern.benchmarks.process.CpuTime;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.benchmarks.process.Topics;
import dev.postern.benchmarks.result.Sample;
import dev.postern.testkit.ConnectWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * A sink connector. It is paused while the topic is filled, so that producer and connector do not share the processors, and measured from when it goes on
 * until all is done: offsets and events too.
 */
final class ConnectPeer implements Peer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final String name;
    private final ConnectWorker worker;
    private final Source source;
    private final Receiver receiver;
    private final ToIntFunction<Size> mails;

    /** Where the mails of a connector come from. */
    record Source(String bootstrapServers, String topic, int partitions, Records records) {
        void fill(Size size, int count) {
            records.produce(this, size, count);
        }

        long written() throws IOException {
            return new Topics(bootstrapServers).written(topic);
        }

        long committed(String connector) throws IOException {
            return new Topics(bootstrapServers).committed("connect-" + connector);
        }
    }

    /**
     * A connector that runs already.
     *
     * @param name of the connector, and of the peer
     * @param worker runs it alone, and is closed with this object
     * @param mails of a run
     */
    ConnectPeer(String name, ConnectWorker worker, Source source, Receiver receiver, ToIntFunction<Size> mails) {
        this.name = name;
        this.worker = worker;
        this.source = source;
        this.receiver = receiver;
        this.mails = mails;
    }

    /** Waits until the tasks have their partitions: where a pause wakes one while it gets them, Connect never commits what it does. */
    ConnectPeer started() {
        receiver.arrivals().begin();
        source.fill(Size.SMALL, source.partitions());
        receiver.arrivals().await(source.partitions(), PATIENCE);
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int mails(Size size) {
        return mails.applyAsInt(size);
    }

    @Override
    public Sample run(Size size, int count) throws IOException {
        worker.pause(name);
        worker.awaitPaused(name, PATIENCE);
        source.fill(size, count);
        long written = source.written();
        ProcessHandle process = ProcessHandle.of(worker.pid())
                .orElseThrow(() -> new BenchException("the worker of " + name + " has ended"));
        receiver.arrivals().begin();
        long before = CpuTime.ofTree(process);
        worker.resume(name);
        ArrivalCount.Arrivals arrivals = receiver.arrivals().await(count, PATIENCE);
        awaitCommit(written);
        long cpu = CpuTime.ofTree(process) - before;
        return Sample.of(count, arrivals.nanos(), cpu);
    }

    private void awaitCommit(long written) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (source.committed(name) < written) {
                if (System.nanoTime() - deadline > 0) {
                    throw new BenchException(name + " has sent all mail and not committed its offsets");
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
