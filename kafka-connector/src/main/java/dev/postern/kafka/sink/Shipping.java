package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.event.EventLog;
import dev.postern.smtp.delivery.Deliverer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What all shipments of a task share.
 *
 * @param backoff for mail that waits in memory
 * @param maxAge how old a record may be for its mail to be attempted
 * @param clock runs the retries of mail that waits in memory; closed by the task
 * @param deferred where mail waits that is deferred; null: in memory
 * @param notices for the senders of mail that waits elsewhere; null: none
 */
record Shipping(
        Deliverer deliverer,
        Backoff backoff,
        Duration maxAge,
        EventLog events,
        ScheduledExecutorService clock,
        @Nullable DeferredLog deferred,
        @Nullable Notices notices) {}
