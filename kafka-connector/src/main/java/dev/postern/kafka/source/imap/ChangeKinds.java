package dev.postern.kafka.source.imap;

/**
 * Which changes of mails that were read become records.
 *
 * @param topic where these go; empty where there are none
 */
record ChangeKinds(boolean flags, boolean deletions, String topic) {
    boolean areAny() {
        return flags || deletions;
    }
}
