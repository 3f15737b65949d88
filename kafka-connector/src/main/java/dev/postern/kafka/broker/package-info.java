/**
 * Kafka as our own clients reach it: for the topics that a connector keeps beside those that Connect reads and writes for it.
 *
 * <p>A connector is not told which brokers its worker uses, so that they are named once more, with the settings of security.
 */
@NullMarked
package dev.postern.kafka.broker;

import org.jspecify.annotations.NullMarked;
