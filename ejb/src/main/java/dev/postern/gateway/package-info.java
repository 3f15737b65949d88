/**
 * The gateway's own beans: {@link dev.postern.gateway.GatewayBean} gets each mail of the listener {@code gateway}, {@link dev.postern.gateway.MailRouter} brings it to where the
 * routing table says, and {@link dev.postern.gateway.MailPublisher} writes it to Kafka topics and waits until the broker has it.
 */
@NullMarked
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
