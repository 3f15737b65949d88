package dev.postern.kafka.source;

import dev.postern.kafka.ConnectorVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Runs the mode that the settings name. */
public final class MailSourceTask extends SourceTask {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable Mode mode;

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        try {
            mode = new MailSourceConfig(props).mode().open(context);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Mode running = mode;
        return running == null || stopped.get() ? null : running.poll();
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        Mode running = mode;
        if (running != null) {
            running.commitRecord(record, metadata);
        }
    }

    @Override
    public void commit() throws InterruptedException {
        Mode running = mode;
        if (running != null) {
            running.commit();
        }
    }

    @Override
    public void stop() {
        Mode running = mode;
        if (running != null && !stopped.getAndSet(true)) {
            running.stop(); // it still hears of what was handed over
        }
    }
}
