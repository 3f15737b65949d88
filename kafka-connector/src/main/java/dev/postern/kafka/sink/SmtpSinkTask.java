package dev.postern.kafka.sink;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.kafka.broker.CommittedOffsets;
import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.idempotency.Claims;
import dev.postern.kafka.record.MailReader;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.kafka.warmup.WarmUps;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
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

    /** So short that what is in flight does not run out before there is more. */
    private static final long PAUSED_LOOP_MILLIS = 10;

    private final Dispatch<SinkRecord> dispatch = new Dispatch<>();
    private final Assignment assignment = new Assignment();
    private final ErrorReports reports = new ErrorReports();
    private final NewMailFirst turns = new NewMailFirst(System::nanoTime);
    private @Nullable Work work;
    private @Nullable ConnectException failure;
    private boolean settledSinceCommit;
    private long lastCommitRequest = System.nanoTime();

    /**
     * What lives from start to stop.
     *
     * @param claims which records are sent of those that ask for the same mail
     * @param warmUps how many mails there are today
     * @param priority what goes first
     * @param marks where reading stops
     * @param committed what is decided already in partitions that are opened, or null where that can't be known
     * @param deferred attempts mail that waits in topics, or null where it waits in memory
     */
    private record Work(
            SmtpSinkConfig config,
            MailReader reader,
            Shipping shipping,
            Claims claims,
            WarmUps warmUps,
            PriorityTopics priority,
            List<HighWater> marks,
            @Nullable CommittedOffsets committed,
            Predecessors predecessors,
            @Nullable DeferredRun deferred,
            Opened opened) {}

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        SmtpSinkConfig config = new SmtpSinkConfig(props);
        Opened opened = new Opened();
        try {
            work = open(config, turns, opened);
        } catch (IOException e) {
            opened.close();
            throw new ConnectException(e.getMessage(), e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Work open(SmtpSinkConfig config, NewMailFirst turns, Opened opened) throws IOException {
        EventLog events = opened.add(config.events());
        SuppressionList suppressions = opened.add(config.suppressions());
        Claims claims = opened.add(config.claims());
        DeferredLog queue = config.deferred();
        if (queue != null) {
            opened.add(queue);
        }
        WarmUps warmUps = opened.add(config.warmUps());
        Delivery delivery = opened.add(config.delivery(warmUps));
        LOG.info("Sending mail through {}", delivery.destination());
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("postern-retry", true));
        opened.add(clock::shutdownNow);
        Notices notices = queue == null ? null : config.notices(queue);
        Shipping shipping = new Shipping(
                delivery.deliverer(), config.backoff(), config.maxAge(), events, suppressions, clock, queue, notices);
        DeferredRun deferred = queue == null ? null : opened.add(config.run(shipping, turns));
        if (deferred != null) {
            deferred.start();
        }
        PriorityTopics priority = config.priorityTopics();
        return new Work(
                config,
                new MailReader(config.valueFormat()),
                shipping,
                claims,
                warmUps,
                priority,
                config.highWaterMarks(priority),
                config.committed(),
                new Predecessors(shipping, config.replay()),
                deferred,
                opened);
    }

    /** Waits for the brokers where what is decided already can be known: nothing is sent before. */
    @Override
    public void open(Collection<TopicPartition> opened) {
        CommittedOffsets committed = work().committed;
        if (committed != null) {
            Map<TopicPartition, OffsetAndMetadata> offsets = committed.of(opened);
            dispatch.open(opened, offsets);
            Set<String> names = opened.stream().map(String::valueOf).collect(Collectors.toSet());
            work().predecessors
                    .takeOver(
                            opened,
                            offsets,
                            record -> names.contains(record.substring(0, Math.max(0, record.lastIndexOf('@')))));
        }
        work().marks.forEach(mark -> mark.open(opened, context));
        assignment.open(opened);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        settleFinished();
        DeferredRun deferred = work().deferred;
        if (deferred != null) {
            failIf(deferred.failure());
        }
        failIf(work().shipping.suppressions().failure());
        failIf(work().claims.failure());
        failIf(work().warmUps.failure());
        if (failure != null) {
            throw failure;
        }
        Map<TopicPartition, Long> setBack = assignment.setBack(records, context.assignment());
        if (setBack.isEmpty()) {
            records.forEach(this::take);
        } else {
            LOG.warn("Connect was interrupted when it assigned partitions: reading once more from {}", setBack);
            open(setBack.keySet());
            context.offset(setBack);
            records.stream()
                    .filter(record -> !setBack.containsKey(Assignment.partition(record)))
                    .forEach(this::take);
        }
        steer();
    }

    /** Throws nothing: Connect would answer that by reading everything behind the last commit again. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Instant since = work().predecessors.heed(work().shipping.unsettledSince());
        dispatch.awaitTheWire(this::settle);
        settleReports();
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        current.forEach((partition, consumed) -> {
            if (!assignment.isSetBack(partition)) {
                committable.put(
                        partition,
                        dispatch.decided(partition, consumed.offset()).committable(since));
            }
        });
        return committable;
    }

    /** Withdraws what another task will read again, but for what is on the wire, and waits until what was told is stored: that task looks for it. */
    @Override
    public void close(Collection<TopicPartition> closed) {
        assignment.close(closed);
        dispatch.close(closed, this::settle);
        work().predecessors.handOver();
    }

    @Override
    public void stop() {
        if (work != null) {
            work.opened.close();
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
        Progress.Entry entry = dispatch.take(Assignment.partition(record), record.originalKafkaOffset());
        if (entry == null || failure != null) {
            return; // decided before the partition came to us; or the offset stays before it
        }
        try {
            OutgoingMail mail = work().reader.read(record);
            send(record, entry, work().priority.lift(mail, Assignment.partition(record)));
        } catch (InvalidMailException e) {
            report(record, entry, "can't become a mail: " + e.getMessage(), e);
        } catch (RuntimeException e) { // a bug of ours must not stop all mail behind this record
            LOG.error("{} can't become a mail for an unexpected reason", name(record), e);
            report(record, entry, "can't become a mail for an unexpected reason: " + e, e);
        }
    }

    private void send(SinkRecord record, Progress.Entry entry, OutgoingMail mail) {
        Optional<PendingMail> open = work().predecessors.open(pending(record, mail));
        if (open.isEmpty()) {
            entry.done();
            settledSinceCommit = true;
            return;
        }
        Shipment shipment = new Shipment(open.get(), work().shipping, intake(record, open.get()));
        dispatch.send(new Parcel<>(
                record,
                Assignment.partition(record),
                entry,
                shipment,
                mail.message().size()));
    }

    private Intake intake(SinkRecord record, PendingMail mail) {
        Claims claims = work().claims;
        String place = mail.name().record();
        boolean isTold = work().config.tellsOfAccepted();
        return claims.key(record, mail.mail().message())
                .map(key -> new Intake(() -> claims.claim(key, place), isTold))
                .orElseGet(() -> Intake.free(isTold));
    }

    /** The mail of a record; its age counts from the record's timestamp, or from when it may be sent; without either it is new. */
    private PendingMail pending(SinkRecord record, OutgoingMail mail) {
        DeliveryEvent.Mail name = new DeliveryEvent.Mail(
                mail.envelope().id(),
                mail.envelope().reversePath(),
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        Instant now = Instant.now();
        Instant born = record.timestamp() == null ? now : Instant.ofEpochMilli(record.timestamp());
        Instant held = mail.envelope().demands().heldUntil();
        if (held == null || !held.isAfter(now)) {
            return new PendingMail(mail, name, born, born, 0, 0, false);
        }
        if (work().shipping.deferred() == null) { // in memory it would hold the offset of its partition
            throw new InvalidMailException("the header mail.held.until takes deferred.topic, where the mail can wait");
        }
        return new PendingMail(mail, name, held, held, 0, 0, false);
    }

    /** How a record is named to people. */
    private static String name(SinkRecord record) {
        return "record at offset " + record.originalKafkaOffset() + " of " + Assignment.partition(record);
    }

    private void settleFinished() {
        dispatch.settle(this::settle);
        settleReports();
    }

    private void settleReports() {
        failIf(reports.settle());
    }

    private void settle(Parcel.Finished<SinkRecord> done) {
        Parcel<SinkRecord> parcel = done.parcel();
        settledSinceCommit = true;
        turns.settled();
        if (done.bug() instanceof ConnectException eventsLost) {
            fail(eventsLost);
        } else if (done.bug() != null) {
            LOG.error("{} was not delivered for an unexpected reason", name(parcel.record()), done.bug());
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

    /** Sends the record to the dead letter queue, or fails the task where errors are not tolerated. */
    private void report(SinkRecord record, Progress.Entry entry, String what, @Nullable Throwable cause) {
        settledSinceCommit = true;
        String reason = name(record) + " " + what;
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

    private void failIf(@Nullable ConnectException cause) {
        if (cause != null) {
            fail(cause);
        }
    }

    private void fail(ConnectException cause) {
        failure = failure == null ? cause : failure;
        context.timeout(LOOP_MILLIS); // so that put comes soon
    }

    /** Stops reading at the high water, resumes below half, and commits often. */
    private void steer() {
        SmtpSinkConfig config = work().config;
        work().marks.forEach(mark -> mark.steer(dispatch, context));
        if (work().marks.stream().anyMatch(HighWater::isPaused)) {
            turns.crowded();
            context.timeout(PAUSED_LOOP_MILLIS);
        } else if (dispatch.load().mails() > 0 || !reports.isEmpty() || settledSinceCommit) {
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
}
