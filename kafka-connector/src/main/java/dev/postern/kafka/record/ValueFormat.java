package dev.postern.kafka.record;

/** What the value of a record is. */
public enum ValueFormat {
    /** Bytes or a string are a message (RFC 5322) as it stands; a map or a struct is a structured mail. */
    AUTO,
    /** Bytes or a string hold a structured mail as a JSON object. */
    JSON
}
