package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.replay.Replay;
import dev.postern.kafka.replay.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What those settled who had our partitions before us, and we ourselves before we lost them. Used by one thread. */
final class Predecessors {
    private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

    /** Where nobody ever committed, nobody can have been at work for long. */
    private static final Duration FIRST_COMMIT = Duration.ofMinutes(5);

    /** What is read behind a take-over is read soon. */
    private static final Duration OF_USE = Duration.ofMinutes(5);

    private static final Duration FLUSH = Duration.ofSeconds(30);

    /** Who has not committed for so long may have lost the brokers, and not know yet that we are there; its last word is waited for. */
    private static final Duration AWAY = Duration.ofSeconds(3);

    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Within what Connect gives a task that stops. */
    private static final Duration LAST_WORD = Duration.ofSeconds(4);

    private final Shipping shipping;
    private final @Nullable Replay replay;
    private Settled settled = new Settled();
    private Instant lastTakeOver = Instant.EPOCH;
    private Instant knownSince = Instant.EPOCH;

    /** @param replay tells what is on record, or null where nothing is */
    Predecessors(Shipping shipping, @Nullable Replay replay) {
        this.shipping = shipping;
        this.replay = replay;
    }

    /**
     * Learns what is on record of partitions that are taken over; waits for the brokers.
     *
     * @param records whether a record's attempts are of interest
     */
    void takeOver(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Predicate<String> records) {
        if (replay == null || partitions.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        Optional<Instant> since = partitions.stream()
                .map(partition -> time(committed.get(partition), now))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        if (since.isEmpty()) {
            return;
        }
        shipping.flush(FLUSH); // our own word counts too
        boolean wereAway = committed.values().stream()
                .map(Decided::time)
                .flatMap(Optional::stream)
                .anyMatch(time -> time.isBefore(now.minus(AWAY)));
        if (wereAway) {
            Utils.sleep(GRACE.toMillis());
        }
        Settled found = replay.since(since.get(), records);
        boolean isFirst = !isOfUse(now);
        if (found.size() > 0 && (isFirst || since.get().isBefore(knownSince))) {
            knownSince = since.get();
        } else if (isFirst) {
            knownSince = now;
        }
        if (isFirst) {
            settled = found;
        } else {
            settled.addAll(found);
        }
        lastTakeOver = now;
    }

    /** Since when they were at work; empty where an offset was set by hand, so that mail is to be sent again. */
    private static Optional<Instant> time(@Nullable OffsetAndMetadata committed, Instant now) {
        return committed == null ? Optional.of(now.minus(FIRST_COMMIT)) : Decided.time(committed);
    }

    private boolean isOfUse(Instant now) {
        return !lastTakeOver.plus(OF_USE).isBefore(now);
    }

    /**
     * Since when whoever takes over from us must look: since when we had to, as long as we may not have read all that we know to be settled.
     *
     * @param unsettled since when our own word may be missing
     */
    Instant heed(Instant unsettled) {
        return isOfUse(unsettled) && knownSince.isBefore(unsettled) ? knownSince : unsettled;
    }

    /** Waits until our word is stored, for whoever takes over from us. */
    void handOver() {
        try {
            shipping.flush(LAST_WORD);
        } catch (ConnectException e) { // of a broker that is away; they may send again what we have sent
            LOG.warn("Partitions are given up before all is stored that was settled in them: {}", e.getMessage());
        }
    }

    /** A mail with the recipients that are open; empty where there are none. */
    Optional<PendingMail> open(PendingMail mail) {
        return settled.open(mail);
    }
}
