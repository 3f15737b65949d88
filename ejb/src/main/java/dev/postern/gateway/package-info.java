/**
 * The gateway's own beans: {@link dev.postern.gateway.GatewayBean} gets each mail of the listener {@code gateway}, and {@link dev.postern.gateway.Gateway} opens what brings it on:
 * the {@code MailRouter} to where the routing table says, the {@code MailPublisher} to Kafka topics.
 */
@NullMarked
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
