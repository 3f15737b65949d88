/**
 * The source: incoming mail becomes records.
 *
 * <p>A session's mail waits in the {@link dev.postern.kafka.source.Inbox} until {@link dev.postern.kafka.source.MailSourceTask#poll} hands it to
 * Connect as a {@link dev.postern.kafka.source.MailRecord}; the client's 250 is sent when the broker has acknowledged the record.
 */
@NullMarked
package dev.postern.kafka.source;

import org.jspecify.annotations.NullMarked;
