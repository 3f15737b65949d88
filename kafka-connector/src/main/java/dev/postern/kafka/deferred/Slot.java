package dev.postern.kafka.deferred;

import java.time.Instant;

/**
 * Where a mail waits.
 *
 * @param wake when its record is to be looked at
 * @param due when the mail is to be attempted: then, or later, by way of another slot
 */
public record Slot(String topic, int partition, Instant wake, Instant due) {}
