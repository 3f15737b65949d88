/**
 * The sink: records become mail, sent through a relay or to the hosts of each domain.
 *
 * <p>{@link dev.postern.kafka.sink.SmtpSinkTask#put} hands each record to a {@link dev.postern.kafka.sink.Shipment}, which makes attempts until
 * every recipient is decided; {@link dev.postern.kafka.sink.Progress} knows up to which offset a partition is done.
 */
@NullMarked
package dev.postern.kafka.sink;

import org.jspecify.annotations.NullMarked;
