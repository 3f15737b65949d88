/**
 * The gateway's own beans: {@link dev.postern.gateway.MailToTopic} gets each mail of the listener {@code gateway}, and
 * {@link dev.postern.gateway.MailPublisher} writes it to a Kafka topic and waits until the broker has it.
 */
@NullMarked
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
