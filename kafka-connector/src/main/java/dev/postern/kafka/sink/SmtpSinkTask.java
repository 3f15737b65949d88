package dev.postern.kafka.sink;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.kafka.record.MailReader;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.InvalidMailException;
import dev.postern.smtp.delivery.Deliverer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records without waiting for one before the next; an offset is committed when all records before it are decided.
 *
 * <p>All state belongs to the task's thread; a finished shipment comes back to it through a queue.
 */
public final class SmtpSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSinkTask.class);
    private static final long LOOP_MILLIS = 200;
    private static final Duration LAST_WAIT = Duration.ofMillis(500);

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Set<Parcel> inFlight = new HashSet<>();
    private final BlockingQueue<Parcel> finished = new LinkedBlockingQueue<>();
    private @Nullable Work work;
    private long bytesInFlight;
    private boolean paused;
    private boolean settledSinceCommit;
    private long lastCommitRequest = System.nanoTime();

    /** What lives from start to stop. */
    private record Work(
            SmtpSinkConfig config, MailReader reader, Deliverer deliverer, ScheduledExecutorService clock) {}

    /** A record, its mail's way, and what came of it. */
    private static final class Parcel {
        private final SinkRecord record;
        private final Progress.Entry entry;
        private final Shipment shipment;
        private final long size;
        private List<String> failures = List.of();
        private @Nullable Throwable bug;

        Parcel(SinkRecord record, Progress.Entry entry, Shipment shipment, long size) {
            this.record = record;
            this.entry = entry;
            this.shipment = shipment;
            this.size = size;
        }
    }

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        SmtpSinkConfig config = new SmtpSinkConfig(props);
        try {
            work = new Work(
                    config,
                    new MailReader(config.valueFormat()),
                    config.deliverer(),
                    Executors.newSingleThreadScheduledExecutor(task -> {
                        Thread thread = new Thread(task, "postern-retry");
                        thread.setDaemon(true);
                        return thread;
                    }));
        } catch (IOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        LOG.info("Sending mail through {}", config.relay());
    }

    @Override
    public void open(Collection<TopicPartition> opened) {
        if (paused) {
            opened.forEach(context::pause);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        settleFinished();
        records.forEach(this::send);
        steer();
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        awaitTheWire();
        settleFinished();
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        partitions.forEach((partition, progress) -> {
            long offset = progress.committable();
            if (offset >= 0) {
                committable.put(partition, new OffsetAndMetadata(offset));
            }
        });
        return committable;
    }

    @Override
    public void close(Collection<TopicPartition> closed) {
        partitions.keySet().removeAll(closed);
    }

    @Override
    public void stop() {
        if (work != null) {
            work.clock.shutdownNow();
            work.deliverer.close();
            work = null;
        }
    }

    private Work work() {
        if (work == null) {
            throw new IllegalStateException("the task is not started");
        }
        return work;
    }

    private void send(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        Progress.Entry entry =
                partitions.computeIfAbsent(partition, any -> new Progress()).add(record.originalKafkaOffset());
        OutgoingMail mail;
        try {
            mail = work().reader.read(record);
        } catch (InvalidMailException e) {
            LOG.warn("{}-{}: not a mail: {}", partition, record.originalKafkaOffset(), e.getMessage());
            report(record, new ConnectException("record can't become a mail: " + e.getMessage(), e));
            entry.done();
            return;
        }
        Shipment shipment = new Shipment(mail, work().deliverer, work().config.backoff(), work().clock);
        Parcel parcel = new Parcel(record, entry, shipment, mail.message().size());
        inFlight.add(parcel);
        bytesInFlight += parcel.size;
        shipment.send().whenComplete((failures, bug) -> {
            parcel.failures = failures == null ? List.of() : failures;
            parcel.bug = bug;
            finished.add(parcel);
        });
    }

    private void settleFinished() {
        for (Parcel parcel = finished.poll(); parcel != null; parcel = finished.poll()) {
            settle(parcel);
        }
    }

    private void settle(Parcel parcel) {
        inFlight.remove(parcel);
        bytesInFlight -= parcel.size;
        if (parcel.bug != null) {
            throw new ConnectException("delivery failed for an unexpected reason", parcel.bug);
        }
        if (!parcel.failures.isEmpty()) {
            report(parcel.record, new ConnectException("mail not delivered: " + String.join("; ", parcel.failures)));
        }
        parcel.entry.done();
        settledSinceCommit = true;
    }

    /** Sends the record to the dead letter queue, or fails the task where errors are not tolerated. */
    private void report(SinkRecord record, ConnectException reason) {
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw reason;
        }
        reporter.report(record, reason);
    }

    /** Stops reading at the high water, resumes below half, and commits often. */
    private void steer() {
        SmtpSinkConfig config = work().config;
        if (!paused && (inFlight.size() >= config.inFlight() || bytesInFlight >= config.inFlightBytes())) {
            context.assignment().forEach(context::pause);
            paused = true;
        } else if (paused && inFlight.size() <= config.inFlight() / 2 && bytesInFlight <= config.inFlightBytes() / 2) {
            context.assignment().forEach(context::resume);
            paused = false;
        }
        if (!inFlight.isEmpty() || settledSinceCommit) {
            context.timeout(LOOP_MILLIS);
        }
        if (settledSinceCommit
                && System.nanoTime() - lastCommitRequest
                        > config.commitInterval().toNanos()) {
            lastCommitRequest = System.nanoTime();
            settledSinceCommit = false;
            context.requestCommit();
        }
    }

    // what completes behind the last commit would be sent again after a restart
    private void awaitTheWire() {
        Set<Parcel> awaited = new HashSet<>(inFlight);
        long deadline = System.nanoTime() + LAST_WAIT.toNanos();
        try {
            while (awaited.stream().anyMatch(parcel -> parcel.shipment.isOnTheWire())) {
                Parcel parcel = finished.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (parcel == null) {
                    return;
                }
                awaited.remove(parcel);
                settle(parcel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
