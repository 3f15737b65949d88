package dev.postern.kafka.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailSourceConnectorTest {
    private static List<String> errors(Map<String, String> settings) {
        return new MailSourceConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream().map(error -> value.name() + ": " + error))
                        .toList();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(SourceConnector.class).stream()
                .anyMatch(provider -> provider.type() == MailSourceConnector.class));
    }

    @Test
    void aTopicIsAllItNeeds() {
        assertEquals(List.of(), errors(Map.of("topic", "mail")));
    }

    @Test
    void oneTaskHoweverManyAreAllowed() {
        MailSourceConnector connector = new MailSourceConnector();
        connector.start(Map.of("topic", "mail"));
        assertEquals(1, connector.taskConfigs(8).size());
    }

    @ParameterizedTest
    @CsvSource({
        "topic, '', topic, the topic for the mail",
        "mail.mode, carrier-pigeon, carrier-pigeon, smtp",
        "listen.host, 0.0.0.0, accepted.domains, accept.any.domain=true",
        "accepted.domains, exa mple.org, exa mple.org, not a domain",
        "message.size.max, 20000000, producer.override.max.request.size, 1048576",
        "message.size.max, 1, message.size.max, 65536",
        "require.tls, true, keystore.location, needs a keystore",
        "keystore.location, /nowhere/key.p12, /nowhere/key.p12, not a file",
        "spool.directory, /nowhere/spool, /nowhere/spool, not a directory",
        "reply.deadline.ms, 900000, reply.deadline.ms, 570000"
    })
    void anErrorNamesTheKeyTheValueAndWhatIsAllowed(String key, String value, String first, String second) {
        Map<String, String> settings = new HashMap<>(Map.of("topic", "mail"));
        settings.put(key, value);
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains(first) && errors.get(0).contains(second), errors.toString());
    }

    @Test
    void aLargerMessageNeedsALargerProducerRequest() {
        assertEquals(
                List.of(),
                errors(Map.of(
                        "topic", "mail",
                        "message.size.max", "20000000",
                        "producer.override.max.request.size", "20065536")));
    }
}
