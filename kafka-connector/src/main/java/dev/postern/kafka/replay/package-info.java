/**
 * What was settled behind the last commit of those who had a partition before: read from the topics of events and of deferred mail, so that a crash leads neither to a
 * second attempt nor to a second end of a mail whose first one is on record.
 */
@NullMarked
package dev.postern.kafka.replay;

import org.jspecify.annotations.NullMarked;
