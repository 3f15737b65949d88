package dev.postern.kafka.sink;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a worker would be to the task. */
final class WorkerContext implements SinkTaskContext {
    final ConcurrentLinkedQueue<String> reported = new ConcurrentLinkedQueue<>();
    final AtomicInteger commits = new AtomicInteger();
    final Map<TopicPartition, Long> setBack = new HashMap<>();
    boolean tolerant = true;
    boolean reporter = true;
    CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
    Set<TopicPartition> assigned;

    /** When the task wants to be called again at the latest, in milliseconds. */
    long timeout;

    /** Stays across rebalances, as Connect's does. */
    private final Set<TopicPartition> paused = new HashSet<>();

    WorkerContext(TopicPartition... assigned) {
        this.assigned = Set.of(assigned);
    }

    /** The partitions that are not read now. */
    Set<TopicPartition> paused() {
        return paused;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        setBack.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        setBack.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused.removeAll(List.of(partitions));
    }

    @Override
    public void requestCommit() {
        commits.incrementAndGet();
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("the task has no metrics of its own");
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return reporter ? this::report : null;
    }

    private Future<Void> report(SinkRecord record, Throwable error) {
        reported.add(error.getMessage());
        if (!tolerant) {
            throw new ConnectException("Tolerance exceeded", error);
        }
        return stored;
    }
}
