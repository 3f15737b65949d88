/**
 * Mail that waits for its next attempt, in topics of our own: it holds back no offset, and takes no memory while it waits.
 *
 * <p>There is a topic for each pause of the schedule. What is written to one of its partitions waits equally long there, and so is due in the order
 * in which it was written: only the first record of a partition need be known. A longer wait is made of several. A schedule that changes names
 * other topics; what waits in the old ones is read until they are empty.
 */
@NullMarked
package dev.postern.kafka.deferred;

import org.jspecify.annotations.NullMarked;
