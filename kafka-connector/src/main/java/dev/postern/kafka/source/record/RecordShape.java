package dev.postern.kafka.source.record;

/**
 * What a record of a mail is like.
 *
 * @param classified whether it says what kind of mail it is
 * @param structured whether its value is a struct, or else the mail as bytes
 * @param withRaw whether the struct has the mail as it crossed the wire too
 * @param stripBcc whether it is without Bcc fields
 * @param topic where it goes
 * @param key what its key is
 * @param claimAbove the octets of an attachment, or of a mail, above which it goes to the store
 * @param recordSize the octets that the producer takes
 * @param verbatim whether bytes are written as they are
 */
record RecordShape(
        boolean classified,
        boolean structured,
        boolean withRaw,
        boolean stripBcc,
        TopicTemplate topic,
        RecordKey key,
        int claimAbove,
        int recordSize,
        boolean verbatim) {
    /** Whether topic or key are made of what the mail itself says. */
    boolean needsHeader() {
        return key != RecordKey.ID || topic.isVariable();
    }
}
