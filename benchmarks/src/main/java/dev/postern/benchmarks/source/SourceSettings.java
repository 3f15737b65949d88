package dev.postern.benchmarks.source;

import dev.postern.benchmarks.inbound.Clients;

/** The settings of the connector that is measured: as the README has them, but that one address may have all the connections. */
final class SourceSettings {
    /** Of the producer: a record alone goes at once. */
    static final int LINGER_MILLIS = 0;

    /** Of the producer: what waits while a request is under way goes together. */
    static final int BATCH_OCTETS = 524_288;

    private SourceSettings() {}

    /** Them, in JSON. */
    static String json(String topic, int port) {
        return """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "listen.port": "%d",
                  "hostname": "mx.%s",
                  "accepted.domains": "%s",
                  "connections.max": "2000",
                  "limit.connections.per.address": "0",
                  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
                  "header.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "errors.tolerance": "all",
                  "producer.override.acks": "all",
                  "producer.override.linger.ms": "%d",
                  "producer.override.batch.size": "%d"
                }
                """.formatted(topic, port, Clients.DOMAIN, Clients.DOMAIN, LINGER_MILLIS, BATCH_OCTETS);
    }
}
