package dev.postern.kafka.sink;

import java.util.Collection;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Stops the reading of some partitions while too much of their mail is in flight, until half is done. Used by one thread. */
final class HighWater {
    private final Predicate<TopicPartition> partitions;
    private final Load most;
    private boolean paused;

    /** @param partitions which ones it is about */
    HighWater(Predicate<TopicPartition> partitions, Load most) {
        this.partitions = partitions;
        this.most = most;
    }

    /** New ones are not read either, while that is so. */
    void open(Collection<TopicPartition> opened, SinkTaskContext context) {
        if (paused) {
            context.pause(ours(opened));
        } else {
            context.resume(ours(opened)); // Connect keeps the pause of a partition that comes back to the same task
        }
    }

    /** Whether they are not read now. */
    boolean isPaused() {
        return paused;
    }

    void steer(Dispatch<?> dispatch, SinkTaskContext context) {
        Load load = dispatch.load(partitions);
        if (!paused && load.reaches(most)) {
            context.pause(ours(context.assignment()));
            paused = true;
        } else if (paused && load.isHalfOf(most)) {
            context.resume(ours(context.assignment()));
            paused = false;
        }
    }

    private TopicPartition[] ours(Collection<TopicPartition> all) {
        return all.stream().filter(partitions).toArray(TopicPartition[]::new);
    }
}
