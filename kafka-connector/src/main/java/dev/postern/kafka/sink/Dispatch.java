package dev.postern.kafka.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The mails that are under way, and how far the partitions of their records are done. All of it belongs to one thread; a finished shipment comes back
 * to it through a queue.
 *
 * @param <R> the records
 */
final class Dispatch<R> {
    /** How long a commit waits for what is on the wire, and how long that may have been there already. */
    private static final Duration LAST_WAIT = Duration.ofMillis(500);

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Set<Parcel<R>> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private final BlockingQueue<Parcel.Finished<R>> finished = new LinkedBlockingQueue<>();
    private final Map<TopicPartition, Load> loads = new HashMap<>();

    /** Takes partitions over, with what is decided in them. */
    void open(Collection<TopicPartition> opened, Map<TopicPartition, OffsetAndMetadata> committed) {
        for (TopicPartition partition : opened) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset != null) {
                partitions.put(partition, new Progress(Decided.of(offset)));
            }
        }
    }

    /** Takes note of the next record of a partition; null where it is decided already. */
    Progress.@Nullable Entry take(TopicPartition partition, long offset) {
        Progress progress = partitions.computeIfAbsent(partition, any -> new Progress(Decided.before(offset)));
        return progress.isDecided(offset) ? null : progress.add(offset);
    }

    /** Sends a mail on its way. */
    void send(Parcel<R> parcel) {
        inFlight.add(parcel);
        loads.merge(parcel.partition(), parcel.load(), Load::plus);
        parcel.shipment()
                .send()
                .whenComplete((failures, bug) ->
                        finished.add(new Parcel.Finished<>(parcel, failures == null ? List.of() : failures, bug)));
    }

    /** Hands over what has finished since it was last asked, but for what was withdrawn. */
    void settle(Consumer<Parcel.Finished<R>> settlement) {
        for (Parcel.Finished<R> next = finished.poll(); next != null; next = finished.poll()) {
            settle(next, settlement);
        }
    }

    private void settle(Parcel.Finished<R> done, Consumer<Parcel.Finished<R>> settlement) {
        if (leave(done.parcel())) { // else whoever reads the record again decides about it
            settlement.accept(done);
        }
    }

    /** Waits a moment for what is on the wire: what completes behind the last commit would be sent again. A slow server is waited for once. */
    void awaitTheWire(Consumer<Parcel.Finished<R>> settlement) {
        await(parcel -> parcel.shipment().isOnTheWireFor(LAST_WAIT), settlement);
    }

    /** Gives partitions up: withdraws what others will read again, and waits a moment for what is on the wire, so that they know of it. */
    void close(Collection<TopicPartition> closed, Consumer<Parcel.Finished<R>> settlement) {
        List<Parcel<R>> parcels = inFlight.stream()
                .filter(parcel -> closed.contains(parcel.partition()))
                .toList();
        parcels.stream().filter(parcel -> parcel.shipment().withdrawIfIdle()).forEach(this::leave);
        await(parcel -> closed.contains(parcel.partition()), settlement);
        parcels.forEach(parcel -> {
            parcel.shipment().withdraw();
            leave(parcel);
        });
        partitions.keySet().removeAll(closed);
    }

    private void await(Predicate<Parcel<R>> which, Consumer<Parcel.Finished<R>> settlement) {
        Set<Parcel<R>> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
        inFlight.stream().filter(which).forEach(awaited::add);
        long deadline = System.nanoTime() + LAST_WAIT.toNanos();
        try {
            while (!awaited.isEmpty()) {
                Parcel.Finished<R> next =
                        finished.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                awaited.remove(next.parcel());
                settle(next, settlement);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settle(settlement);
    }

    /**
     * What is decided in a partition.
     *
     * @param consumed the offset behind the last record that was handed over
     */
    Decided decided(TopicPartition partition, long consumed) {
        Progress progress = partitions.get(partition);
        return progress == null ? Decided.before(consumed) : progress.decided(consumed);
    }

    /** What is under way. */
    Load load() {
        return load(any -> true);
    }

    /** What is under way of some partitions. */
    Load load(Predicate<TopicPartition> which) {
        return loads.entrySet().stream()
                .filter(load -> which.test(load.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Load.NONE, Load::plus);
    }

    private boolean leave(Parcel<R> parcel) {
        boolean wasIn = inFlight.remove(parcel);
        if (wasIn) {
            loads.computeIfPresent(parcel.partition(), (partition, load) -> {
                Load rest = load.minus(parcel.load());
                return rest.equals(Load.NONE) ? null : rest;
            });
        }
        return wasIn;
    }
}
