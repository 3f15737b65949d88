package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.DeferredReader;
import dev.postern.kafka.deferred.Due;
import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.deferred.Purge;
import dev.postern.kafka.replay.Replay;
import dev.postern.mail.InvalidMailException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts deferred mail when it is due, on a thread of its own, beside the task's. */
final class DeferredRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredRun.class);
    private static final Duration LOOP = Duration.ofMillis(100);
    private static final Duration PURGE_INTERVAL = Duration.ofSeconds(30);
    private static final Duration LAST_WAIT = Duration.ofSeconds(4);

    private final Shipping shipping;
    private final Load most;
    private final NewMailFirst turns;
    private final Duration commitInterval;
    private final Purge purge;
    private final Dispatch<Due> dispatch = new Dispatch<>();
    private final Map<TopicPartition, Decided> committed = new HashMap<>();
    private final DeferredReader reader;
    private final Predecessors predecessors;
    private final Thread thread;
    private long lastCommit = System.nanoTime();
    private long lastPurge = System.nanoTime();
    private volatile boolean stopping;
    private volatile @Nullable ConnectException failure;

    /**
     * A run that has not begun.
     *
     * @param most mails under way at the same time
     * @param turns says when new mail goes first
     * @param reader opens the topics; closed by the run
     * @param replay tells what is on record of others
     * @param purge closed by the run
     */
    DeferredRun(
            Shipping shipping,
            Load most,
            NewMailFirst turns,
            Duration commitInterval,
            Function<DeferredReader.Owner, DeferredReader> reader,
            Replay replay,
            Purge purge) {
        this.shipping = shipping;
        this.most = most;
        this.turns = turns;
        this.commitInterval = commitInterval;
        this.predecessors = new Predecessors(shipping, replay);
        this.purge = purge;
        this.reader = reader.apply(new Partitions());
        this.thread = ThreadUtils.createThreadFactory("postern-deferred", true).newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Why it has ended, or null while it runs. */
    @Nullable
    ConnectException failure() {
        return failure;
    }

    /** Ends it, and waits a moment for what is on the wire. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (reader;
                purge) {
            while (!stopping && failure == null) {
                turn();
            }
            dispatch.awaitTheWire(this::settle);
            commit(reader.assignment());
        } catch (ConnectException e) {
            failure = e;
        } catch (RuntimeException e) { // of the consumer
            failure = new ConnectException("deferred mail can't be read: " + e.getMessage(), e);
        }
    }

    private void turn() {
        dispatch.settle(this::settle);
        Load load = dispatch.load();
        if (!turns.isTurnOfDeferred() || load.reaches(most)) {
            reader.hold(true);
        } else if (load.isHalfOf(most)) {
            reader.hold(false);
        }
        List<Due> due = reader.poll(LOOP);
        turns.taken(due.size());
        due.forEach(this::take);
        if (isOver(lastCommit, commitInterval)) {
            lastCommit = System.nanoTime();
            commit(reader.assignment());
        }
        if (isOver(lastPurge, PURGE_INTERVAL) && !committed.isEmpty()) {
            lastPurge = System.nanoTime();
            Map<TopicPartition, Long> done = new HashMap<>();
            committed.forEach((partition, offset) -> done.put(partition, offset.from()));
            purge.before(done);
        }
    }

    private static boolean isOver(long since, Duration interval) {
        return System.nanoTime() - since > interval.toNanos();
    }

    private void take(Due due) {
        Progress.Entry entry = dispatch.take(due.partition(), due.offset());
        if (entry == null) {
            return;
        }
        try {
            Optional<PendingMail> open = predecessors.open(due.mail());
            if (open.isEmpty()) {
                entry.done();
                return;
            }
            long size = open.get().mail().message().size();
            dispatch.send(
                    new Parcel<>(due, due.partition(), entry, new Shipment(open.get(), shipping, Intake.BEFORE), size));
        } catch (InvalidMailException e) {
            LOG.error(
                    "The record at offset {} of {} is no deferred mail, and is passed over: {}",
                    due.offset(),
                    due.partition(),
                    e.getMessage());
            entry.done();
        }
    }

    private void settle(Parcel.Finished<Due> done) {
        Throwable bug = done.bug();
        if (bug == null) {
            done.parcel().entry().done();
        } else if (failure == null) {
            failure = bug instanceof ConnectException known
                    ? known
                    : new ConnectException("a deferred mail met an unexpected fault: " + bug, bug);
        }
    }

    private void commit(Collection<TopicPartition> partitions) {
        Instant since = predecessors.heed(shipping.unsettledSince());
        dispatch.settle(this::settle);
        Map<TopicPartition, Decided> news = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Decided decided = dispatch.decided(partition, reader.position(partition));
            if (!decided.equals(committed.get(partition))) {
                news.put(partition, decided);
            }
        }
        if (news.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        news.forEach((partition, decided) -> offsets.put(partition, decided.committable(since)));
        if (isCommitted(offsets)) {
            committed.putAll(news);
        }
    }

    private boolean isCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            reader.commit(offsets);
            return true;
        } catch (CommitFailedException
                | RebalanceInProgressException
                | RetriableException e) { // others read them now, or the next commit does it
            LOG.warn("Offsets of deferred mail were not committed: {}", e.getMessage());
            return false;
        }
    }

    /** What happens when partitions come and go; on the thread of the run, within a poll. */
    private final class Partitions implements DeferredReader.Owner {
        @Override
        public void assigned(
                Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> alreadyCommitted) {
            Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>(alreadyCommitted);
            all.putAll(commitFirst(partitions, alreadyCommitted.keySet()));
            dispatch.open(partitions, all);
            predecessors.takeOver(partitions, all, any -> true);
        }

        /** So that whoever takes them over from us knows since when to look for what we have done. */
        private Map<TopicPartition, OffsetAndMetadata> commitFirst(
                Collection<TopicPartition> partitions, Set<TopicPartition> alreadyCommitted) {
            Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
            for (TopicPartition partition : partitions) {
                if (!alreadyCommitted.contains(partition)) {
                    first.put(
                            partition,
                            Decided.before(reader.position(partition)).committable(Instant.now()));
                }
            }
            return isCommitted(first) ? first : Map.of();
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            dispatch.awaitTheWire(DeferredRun.this::settle);
            commit(partitions);
            lost(partitions);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {
            dispatch.close(partitions, DeferredRun.this::settle);
            predecessors.handOver();
            committed.keySet().removeAll(partitions);
        }
    }
}
