package dev.postern.jca.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OutsideSettingsTest {
    @Test
    void propertiesComeBeforeVariablesAndOtherGroupsStayOut() {
        Properties properties = new Properties();
        properties.setProperty("postern.order-desk.listen.port", "1");
        properties.setProperty("postern.order.listen.port", "2");
        OutsideSettings settings = OutsideSettings.of(
                "order-desk",
                Map.of(
                        "POSTERN_ORDER_DESK_LISTEN_PORT", "3",
                        "POSTERN_ORDER_DESK_HOSTNAME", "mx.example.org",
                        "POSTERN_OTHER_HOSTNAME", "x"),
                properties);
        assertEquals(Map.of("listen.port", "1", "hostname", "mx.example.org"), settings.all());
        assertEquals(Optional.of("mx.example.org"), settings.get("hostname"));
        assertEquals(Optional.empty(), settings.get("listen.host"));
    }
}
