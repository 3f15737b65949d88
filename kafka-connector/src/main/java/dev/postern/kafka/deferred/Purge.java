package dev.postern.kafka.deferred;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is done with, since the topics keep everything until then. */
public final class Purge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final Admin admin;
    private boolean failed;

    Purge(Admin admin) {
        this.admin = admin;
    }

    /**
     * Deletes the records before these offsets; waits for nothing. Where it may not, the topics grow, which the log says once.
     *
     * @param committed by partition
     */
    public void before(Map<TopicPartition, Long> committed) {
        Map<TopicPartition, RecordsToDelete> done = new HashMap<>();
        committed.forEach((partition, offset) -> done.put(partition, RecordsToDelete.beforeOffset(offset)));
        admin.deleteRecords(done).all().whenComplete((nothing, failure) -> {
            if (failure != null) {
                warn(failure);
            }
        });
    }

    private synchronized void warn(Throwable failure) {
        if (!failed) {
            LOG.warn(
                    "Deferred mail that is done with can't be deleted from its topics, which grow: {}. The client needs the right to delete their records",
                    failure.getMessage());
            failed = true;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
