package dev.postern.demo;

import java.util.List;

/** The settings of the connectors, as a user would give them to Connect's REST API. */
final class Connectors {
    /** The name of the source. */
    static final String SOURCE = "mail-in";

    /** The name of the sink. */
    static final String SINK = "mail-out";

    private Connectors() {}

    /** A listener whose mail goes to a topic. */
    static String source(int port, String topic) {
        return """
                {
                  "connector.class": "dev.postern.kafka.source.MailSourceConnector",
                  "topic": "%s",
                  "listen.port": "%d",
                  "hostname": "connect.example.org",
                  "producer.override.linger.ms": "0"
                }
                """.formatted(topic, port);
    }

    /** A relay for the mail of topics. */
    static String sink(List<String> topics, int relayPort) {
        return """
                {
                  "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                  "topics": "%s",
                  "smtp.host": "127.0.0.1",
                  "smtp.port": "%d",
                  "smtp.tls": "none",
                  "smtp.hello": "connect.example.org"
                }
                """.formatted(String.join(",", topics), relayPort);
    }
}
