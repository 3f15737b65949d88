package dev.postern.kafka.source.mailbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.MailSourceTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Does to a task what a worker does, and keeps the offsets of what was acknowledged. */
public final class TaskDriver implements AutoCloseable {
    private static final RecordMetadata STORED = new RecordMetadata(new TopicPartition("mail", 0), 7, 0, 0, 0, 0);

    private final Map<Map<String, ?>, Map<String, ?>> offsets = new ConcurrentHashMap<>();
    private final Map<String, String> settings;
    private MailSourceTask task;

    public TaskDriver(Map<String, String> settings) {
        this.settings = new HashMap<>(Map.of("topic", "mail"));
        this.settings.putAll(settings);
    }

    /** Changes a setting, for the next start. */
    public TaskDriver set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    public TaskDriver start() {
        task = new MailSourceTask();
        task.initialize(new Context());
        task.start(settings);
        return this;
    }

    /** The next records, at least so many; not acknowledged. */
    public List<SourceRecord> poll(int count) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        List<SourceRecord> records = new ArrayList<>();
        while (records.size() < count) {
            assertTrue(System.nanoTime() - deadline < 0, records.size() + " records of " + count);
            List<SourceRecord> polled = task.poll();
            records.addAll(polled == null ? List.of() : polled);
        }
        return records;
    }

    /** What comes while there is something, and for as long as that. */
    public List<SourceRecord> pollFor(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        List<SourceRecord> records = new ArrayList<>();
        while (System.nanoTime() - deadline < 0) {
            List<SourceRecord> polled = task.poll();
            records.addAll(polled == null ? List.of() : polled);
        }
        return records;
    }

    /** Has the broker have these. */
    public void acknowledge(Collection<SourceRecord> records) throws InterruptedException {
        for (SourceRecord record : records) {
            offsets.merge(
                    record.sourcePartition(),
                    record.sourceOffset() == null ? Map.of() : record.sourceOffset(),
                    (before, now) -> now);
            task.commitRecord(record, STORED);
        }
        task.commit();
    }

    /** The next records, acknowledged. */
    public List<SourceRecord> take(int count) throws InterruptedException {
        List<SourceRecord> records = poll(count);
        acknowledge(records);
        return records;
    }

    public MailSourceTask task() {
        return task;
    }

    public Map<Map<String, ?>, Map<String, ?>> offsets() {
        return offsets;
    }

    /** A header of a record. */
    public static String header(SourceRecord record, String name) {
        return String.valueOf(record.headers().lastWithName(name).value());
    }

    /** Stops it; it may be started again. */
    public void stop() {
        task.stop();
    }

    @Override
    public void close() {
        if (task != null) {
            task.stop();
        }
    }

    private final class Context implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return settings;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Offsets();
        }

        @Override
        public org.apache.kafka.common.metrics.PluginMetrics pluginMetrics() {
            return null;
        }
    }

    private final class Offsets implements OffsetStorageReader {
        @Override
        @SuppressWarnings("unchecked")
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            Map<String, ?> stored = offsets.get(partition);
            return stored == null || stored.isEmpty() ? null : (Map<String, Object>) stored;
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> {
                Map<String, Object> offset = offset(partition);
                if (offset != null) {
                    found.put(partition, offset);
                }
            });
            return found;
        }
    }
}
