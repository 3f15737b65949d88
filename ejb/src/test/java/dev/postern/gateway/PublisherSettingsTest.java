package dev.postern.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.testkit.docs.GeneratedSection;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class PublisherSettingsTest {
    private static <T> T with(Map<String, String> properties, Callable<T> test) throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        properties.forEach(System::setProperty);
        try {
            return test.call();
        } finally {
            System.setProperties(before);
        }
    }

    private static String complaint(Map<String, String> properties) throws Exception {
        return with(
                properties,
                () -> assertThrows(IllegalArgumentException.class, PublisherSettings::read)
                        .getMessage());
    }

    @Test
    void whatIsNotSetMakesADurableProducer() throws Exception {
        PublisherSettings settings = PublisherSettings.read();
        assertEquals("mail-in", settings.topic());
        assertEquals("localhost:9092", settings.brokers());
        assertEquals("all", settings.producer().get("acks"));
        assertEquals("1048576", settings.producer().get("max.request.size"));
        assertFalse(settings.producer().containsKey("topic"));
        assertEquals(
                settings.producer().size(),
                settings.producer().keySet().stream()
                        .filter(ProducerConfig.configNames()::contains)
                        .count());
    }

    @Test
    void anyProducerSettingComesFromOutsideButAcksStays() throws Exception {
        PublisherSettings settings = with(
                Map.of(
                        "postern.kafka.topic", "letters",
                        "postern.kafka.bootstrap.servers", "broker:1",
                        "postern.kafka.acks", "0",
                        "postern.kafka.security.protocol", "SSL"),
                PublisherSettings::read);
        assertEquals("letters", settings.topic());
        assertEquals("broker:1", settings.brokers());
        assertEquals("all", settings.producer().get("acks"));
        assertEquals("SSL", settings.producer().get("security.protocol"));
    }

    @Test
    void theProducersLimitsFollowTheListeners() throws Exception {
        PublisherSettings settings =
                with(Map.of("postern.gateway.message.size.max", "31457280"), PublisherSettings::read);
        assertEquals("31522816", settings.producer().get("max.request.size"));
        assertEquals("126091264", settings.producer().get("buffer.memory"));
    }

    @Test
    void theProducerGivesUpBeforeTheClientIsAnswered() throws Exception {
        assertEquals(
                "postern.kafka.max.block.ms = 30000 and postern.kafka.delivery.timeout.ms = 90000 must together be below"
                        + " postern.gateway.reply.deadline.ms = 120000",
                complaint(Map.of("postern.kafka.delivery.timeout.ms", "90000")));
        assertEquals(
                "postern.gateway.reply.deadline.ms = soon must be a whole number",
                complaint(Map.of("postern.gateway.reply.deadline.ms", "soon")));
    }

    @Test
    void whatTheProducerDoesNotKnowIsRefusedUnlessAPlugInMay() throws Exception {
        assertEquals(
                "postern.kafka.bootstrap.server is neither postern.kafka.topic nor a setting of Kafka's producer; the environment"
                        + " spells it POSTERN_KAFKA_BOOTSTRAP_SERVER",
                complaint(Map.of("postern.kafka.bootstrap.server", "broker:1")));
        PublisherSettings settings = with(
                Map.of(
                        "postern.kafka.interceptor.classes", "com.example.Auditor",
                        "postern.kafka.auditor.url", "http://localhost"),
                PublisherSettings::read);
        assertEquals("http://localhost", settings.producer().get("auditor.url"));
    }

    @Test
    void anEmptyTopicIsRefused() throws Exception {
        assertEquals(
                "postern.kafka.topic is empty: set it to the topic for the mail",
                complaint(Map.of("postern.kafka.topic", " ")));
    }

    @Test
    void theSettingsAreOnThePage() throws IOException {
        StringBuilder table = new StringBuilder("""
                | setting, behind `postern.kafka.` | default | meaning |
                |---|---|---|
                """);
        PublisherSettings.defaults(Long.parseLong(PublisherSettings.DEFAULT_MESSAGE_SIZE))
                .forEach(setting -> table.append(
                        "| `" + setting.key() + "` | `" + setting.value() + "` | " + setting.meaning() + " |\n"));
        GeneratedSection.of("gateway").check(table.toString());
    }
}
