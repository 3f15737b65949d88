/**
 * Mail that goes to a topic in place of a server, in the form that the sink connector reads. All of the adapter's Kafka is here: nothing else in it knows
 * {@code org.apache.kafka}.
 */
@NullMarked
package dev.postern.jca.outbound.kafka;

import org.jspecify.annotations.NullMarked;
