/**
 * What became of mail: a record for each recipient at each attempt, in a topic of our own.
 *
 * <p>An offset is committed only behind the events of its record, so that none is missing; after a crash the mails that were on the wire
 * are attempted again, and have events again.
 */
@NullMarked
package dev.postern.kafka.event;

import org.jspecify.annotations.NullMarked;
