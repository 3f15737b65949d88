package dev.postern.kafka.sink;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.record.MailReader;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
import org.apache.kafka.common.utils.ThreadUtils;
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
 * <p>All state belongs to the task's thread; a finished shipment comes back to it through a queue. What fails the task is thrown by
 * the next {@link #put}: then the records before it are committed all the same.
 */
public final class SmtpSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSinkTask.class);
    private static final long LOOP_MILLIS = 200;
    private static final Duration LAST_WAIT = Duration.ofMillis(500);

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Set<Parcel> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private final BlockingQueue<Parcel.Finished> finished = new LinkedBlockingQueue<>();
    private final ErrorReports reports = new ErrorReports();
    private @Nullable Work work;
    private @Nullable ConnectException failure;
    private long bytesInFlight;
    private boolean paused;
    private boolean settledSinceCommit;
    private long lastCommitRequest = System.nanoTime();

    /** What lives from start to stop. */
    private record Work(SmtpSinkConfig config, MailReader reader, Delivery delivery, Shipping shipping) {}

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        SmtpSinkConfig config = new SmtpSinkConfig(props);
        EventLog events = config.events();
        try {
            Delivery delivery = config.delivery();
            ScheduledExecutorService clock =
                    Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("postern-retry", true));
            Shipping shipping = new Shipping(delivery.deliverer(), config.backoff(), config.maxAge(), events, clock);
            work = new Work(config, new MailReader(config.valueFormat()), delivery, shipping);
        } catch (IOException e) {
            events.close();
            throw new ConnectException(e.getMessage(), e);
        }
        LOG.info("Sending mail through {}", config.destination());
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
        if (failure != null) {
            throw failure;
        }
        records.forEach(this::take);
        steer();
    }

    /** Throws nothing: Connect would answer that by reading everything behind the last commit again. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        awaitTheWire();
        settleFinished();
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        current.forEach((partition, consumed) -> {
            Progress progress = partitions.get(partition);
            long offset = progress == null ? consumed.offset() : progress.committable(consumed.offset());
            committable.put(partition, new OffsetAndMetadata(offset));
        });
        return committable;
    }

    /** Withdraws what another task will read again, but for what is on the wire. */
    @Override
    public void close(Collection<TopicPartition> closed) {
        for (Parcel parcel : List.copyOf(inFlight)) {
            if (closed.contains(parcel.partition())) {
                parcel.shipment().withdraw();
                leave(parcel);
            }
        }
        partitions.keySet().removeAll(closed);
    }

    @Override
    public void stop() {
        if (work != null) {
            work.shipping.clock().shutdownNow();
            work.delivery.close();
            work.shipping.events().close();
            work = null;
        }
    }

    private Work work() {
        if (work == null) {
            throw new IllegalStateException("the task is not started");
        }
        return work;
    }

    private void take(SinkRecord record) {
        Progress.Entry entry = partitions
                .computeIfAbsent(Parcel.partition(record), any -> new Progress())
                .add(record.originalKafkaOffset());
        if (failure != null) {
            return; // the offset stays before it
        }
        try {
            send(record, entry, work().reader.read(record));
        } catch (InvalidMailException e) {
            report(record, entry, "can't become a mail: " + e.getMessage(), e);
        } catch (RuntimeException e) { // a bug of ours must not stop all mail behind this record
            LOG.error("{} can't become a mail for an unexpected reason", Parcel.name(record), e);
            report(record, entry, "can't become a mail for an unexpected reason: " + e, e);
        }
    }

    private void send(SinkRecord record, Progress.Entry entry, OutgoingMail mail) {
        Shipment shipment = new Shipment(mail, record, work().shipping);
        Parcel parcel = new Parcel(record, entry, shipment, mail.message().size());
        inFlight.add(parcel);
        bytesInFlight += parcel.size();
        shipment.send()
                .whenComplete((failures, bug) ->
                        finished.add(new Parcel.Finished(parcel, failures == null ? List.of() : failures, bug)));
    }

    private void settleFinished() {
        for (Parcel.Finished next = finished.poll(); next != null; next = finished.poll()) {
            settle(next);
        }
        @Nullable ConnectException lost = reports.settle();
        if (lost != null) {
            fail(lost);
        }
    }

    private void settle(Parcel.Finished done) {
        Parcel parcel = done.parcel();
        if (!leave(parcel)) {
            return; // withdrawn: whoever reads the record again decides about it
        }
        settledSinceCommit = true;
        if (done.bug() instanceof ConnectException eventsLost) {
            fail(eventsLost);
        } else if (done.bug() != null) {
            LOG.error("{} was not delivered for an unexpected reason", Parcel.name(parcel.record()), done.bug());
            report(
                    parcel.record(),
                    parcel.entry(),
                    "was not delivered for an unexpected reason: " + done.bug(),
                    done.bug());
        } else if (done.failures().isEmpty() || work().shipping.events().isKept()) {
            parcel.entry().done();
        } else {
            report(parcel.record(), parcel.entry(), "was not delivered: " + String.join("; ", done.failures()), null);
        }
    }

    private boolean leave(Parcel parcel) {
        boolean wasIn = inFlight.remove(parcel);
        bytesInFlight -= wasIn ? parcel.size() : 0;
        return wasIn;
    }

    /** Sends the record to the dead letter queue, or fails the task where errors are not tolerated. */
    private void report(SinkRecord record, Progress.Entry entry, String what, @Nullable Throwable cause) {
        settledSinceCommit = true;
        String reason = Parcel.name(record) + " " + what;
        LOG.warn("{}", reason);
        ErrantRecordReporter reporter = context.errantRecordReporter();
        try {
            if (reporter != null) {
                reports.add(entry, reporter.report(record, new ConnectException(reason, cause)));
            } else if (work().config.toleratesErrors()) {
                entry.done();
            } else {
                fail(new ConnectException(
                        reason + " (to go on behind such records set errors.tolerance=all, and"
                                + " errors.deadletterqueue.topic.name to keep them)",
                        cause));
            }
        } catch (ConnectException intolerable) {
            fail(intolerable);
        } catch (RuntimeException e) {
            fail(new ConnectException(reason + "; reporting it failed: " + e, e));
        }
    }

    private void fail(ConnectException cause) {
        failure = failure == null ? cause : failure;
        context.timeout(LOOP_MILLIS); // so that put comes soon
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
        if (!inFlight.isEmpty() || !reports.isEmpty() || settledSinceCommit) {
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

    // What completes behind the last commit would be sent again after a restart. A slow relay is waited for once.
    private void awaitTheWire() {
        Set<Parcel> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
        inFlight.stream()
                .filter(parcel -> parcel.shipment().isOnTheWireFor(LAST_WAIT))
                .forEach(awaited::add);
        long deadline = System.nanoTime() + LAST_WAIT.toNanos();
        try {
            while (!awaited.isEmpty()) {
                Parcel.Finished next = finished.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return;
                }
                awaited.remove(next.parcel());
                settle(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
