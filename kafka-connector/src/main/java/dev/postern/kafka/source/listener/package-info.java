/**
 * Mail that others send to a listener of our own.
 *
 * <p>A session's mail waits in the {@link dev.postern.kafka.source.listener.Inbox} until
 * {@link dev.postern.kafka.source.listener.ListenerMode#poll} hands it to Connect as a
 * {@link dev.postern.kafka.source.listener.MailRecord}; the client's 250 is sent when the broker has acknowledged the record.
 */
@NullMarked
package dev.postern.kafka.source.listener;

import org.jspecify.annotations.NullMarked;
