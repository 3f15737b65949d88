package dev.postern.kafka.sink;

import dev.postern.kafka.Backoff;
import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.smtp.delivery.Deliverer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all shipments of a task share.
 *
 * @param backoff for mail that waits in memory
 * @param maxAge how old a record may be for its mail to be attempted
 * @param suppressions who gets no mail
 * @param clock runs the retries of mail that waits in memory; closed by the task
 * @param deferred where mail waits that is deferred; null: in memory
 * @param notices for the senders of mail that waits elsewhere; null: none
 */
record Shipping(
        Deliverer deliverer,
        Backoff backoff,
        Duration maxAge,
        EventLog events,
        SuppressionList suppressions,
        ScheduledExecutorService clock,
        @Nullable DeferredLog deferred,
        @Nullable Notices notices) {
    /**
     * Waits until events and deferred mail that were handed over before are stored.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if they are not in time
     */
    void flush(Duration most) {
        events.flush(most);
        if (deferred != null) {
            deferred.flush(most);
        }
    }

    /** Since when what is stored, or will be, may be of mails that are not settled yet. */
    Instant unsettledSince() {
        Instant now = Instant.now();
        Optional<Instant> queued = deferred == null ? Optional.empty() : deferred.pendingSince();
        return Stream.of(events.pendingSince(), queued)
                .flatMap(Optional::stream)
                .filter(since -> since.isBefore(now))
                .min(Comparator.naturalOrder())
                .orElse(now);
    }
}
