package dev.postern.kafka.sink;

import dev.postern.kafka.event.EventLog;
import dev.postern.smtp.delivery.Deliverer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all shipments of a task share.
 *
 * @param maxAge how old a record may be for its mail to be attempted
 * @param clock runs the retries; closed by the task
 */
record Shipping(
        Deliverer deliverer, Backoff backoff, Duration maxAge, EventLog events, ScheduledExecutorService clock) {}
