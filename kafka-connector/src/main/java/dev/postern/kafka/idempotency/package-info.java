/**
 * The same mail asked for twice: a record names its mail by a key, and the first record of a key is sent.
 *
 * <p>A record claims its key in a topic before it is sent, and reads the topic up to its own claim: the first claim in the order of the log counts, so that all
 * tasks are of one mind. What is kept is a digest of the key, and where the record stands: the same record, read again after a crash, finds its own claim.
 */
@NullMarked
package dev.postern.kafka.idempotency;

import org.jspecify.annotations.NullMarked;
