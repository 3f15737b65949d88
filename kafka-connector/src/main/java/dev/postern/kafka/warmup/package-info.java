/**
 * The mails of each day to providers to whom the sender is new, counted by all tasks together in a topic.
 *
 * <p>A task takes some mails of the day at once: it writes how many it has taken so far, and reads the topic up to that record. What all have taken by then, in the order of
 * the log, says how many of them it may send, so that all tasks are of one mind. A day counts only if mail went on it.
 */
@NullMarked
package dev.postern.kafka.warmup;

import org.jspecify.annotations.NullMarked;
