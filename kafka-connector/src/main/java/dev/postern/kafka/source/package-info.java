/**
 * The source: incoming mail becomes records.
 *
 * <p>{@link dev.postern.kafka.source.MailSourceTask} runs one {@link dev.postern.kafka.source.Mode}, which the settings name: the ways in
 * which mail comes are in packages of their own, and what a record says is the same in all of them.
 */
@NullMarked
package dev.postern.kafka.source;

import org.jspecify.annotations.NullMarked;
