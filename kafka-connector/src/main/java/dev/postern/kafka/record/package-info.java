/**
 * Records as mail: raw messages, or structures of which a message is built; their envelopes in headers.
 *
 * <p>{@link dev.postern.kafka.record.MailReader} turns a record into an {@link dev.postern.kafka.record.OutgoingMail}.
 */
@NullMarked
package dev.postern.kafka.record;

import org.jspecify.annotations.NullMarked;
