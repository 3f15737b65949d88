package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpSinkConnectorTest {
    private static List<String> errors(Map<String, String> settings) {
        return new SmtpSinkConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream().map(error -> value.name() + ": " + error))
                        .toList();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(SinkConnector.class).stream()
                .anyMatch(provider -> provider.type() == SmtpSinkConnector.class));
    }

    @Test
    void aHostIsAllItNeeds() {
        assertEquals(List.of(), errors(Map.of("smtp.host", "mail.example.org")));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.host, '', smtp.host, the host name of the relay",
        "smtp.port, 0, smtp.port, 1",
        "smtp.tls, maybe, maybe, 'none, opportunistic, required, implicit'",
        "mail.value.format, xml, xml, 'auto, json'",
        "smtp.username, ann, smtp.password, set together",
        "smtp.password, s3cret, smtp.username, set together",
        "smtp.truststore.location, /nowhere/trust.p12, /nowhere/trust.p12, not a file",
        "retry.longest.ms, 1, retry.longest.ms, must not be below retry.first.ms",
        "smtp.timeout.connect.ms, 0, smtp.timeout.connect.ms, at least 1"
    })
    void anErrorNamesTheKeyTheValueAndWhatIsAllowed(String key, String value, String first, String second) {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org"));
        settings.put(key, value);
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains(first) && errors.get(0).contains(second), errors.toString());
    }

    @Test
    void aPasswordInPlaintextIsRefusedUnlessOneSettingSaysSo() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org", "smtp.tls", "none", "smtp.username", "a", "smtp.password", "s3cret"));
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("plaintext") && !errors.get(0).contains("s3cret"), errors.toString());
        settings.put("smtp.auth.plaintext", "true");
        assertEquals(List.of(), errors(settings));
    }
}
