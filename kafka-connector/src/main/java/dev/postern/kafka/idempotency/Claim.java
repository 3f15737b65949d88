package dev.postern.kafka.idempotency;

/**
 * That a record is the one to be sent of its key.
 *
 * @param record where it stands, such as {@code orders-3@17}
 * @param time when the claim was stored, in milliseconds since 1970
 */
public record Claim(String record, long time) {}
