package dev.postern.benchmarks.outbound;

/** The settings of the connectors that are measured: their defaults, but for where mail goes, and over how many connections. */
final class Connectors {
    /** As many as Postfix has to one destination by default, and as smtp-source is told to have. */
    static final int CONNECTIONS = 20;

    private Connectors() {}

    /**
     * Postern's.
     *
     * @param more fields of JSON, each with a comma behind it
     */
    static String postern(String topic, int port, int tasks, int connections, String more) {
        return """
                {
                  "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                  "tasks.max": "%d",
                  "topics": "%s",
                  "smtp.host": "127.0.0.1",
                  "smtp.port": "%d",
                  "smtp.connections": "%d",
                  %s
                  "smtp.tls": "none",
                  "smtp.hello": "gateway.client.example"
                }
                """.formatted(tasks, topic, port, connections, more);
    }

    /** More settings for Postern: what happens goes to a topic, and what has to wait. */
    static String durable(String bootstrapServers) {
        return """
                "events.topic": "events",
                "deferred.topic": "deferred",
                "kafka.bootstrap.servers": "%s",
                """.formatted(bootstrapServers);
    }

    /** Camel's, which makes a mail of each text. */
    static String camel(String topic, int port) {
        return """
                {
                  "connector.class": "org.apache.camel.kafkaconnector.CamelSinkConnector",
                  "tasks.max": "1",
                  "topics": "%s",
                  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "camel.sink.url": "smtp://127.0.0.1:%d?from=sender@client.example&to=recipient@postern.example&subject=A mail of a load run"
                }
                """.formatted(topic, port);
    }
}
