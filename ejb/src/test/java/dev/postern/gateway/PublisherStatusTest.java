package dev.postern.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PublisherStatusTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void itTellsTheBrokersWhileItIsThere() throws JMException {
        ObjectName name = new ObjectName("dev.postern:type=Publisher");
        try (PublisherStatus status = PublisherStatus.show()) {
            assertEquals("", server.getAttribute(name, "Brokers"));
            status.writesTo("broker1:9092,broker2:9092");
            assertEquals("broker1:9092,broker2:9092", server.getAttribute(name, "Brokers"));
        }
        assertFalse(server.isRegistered(name));
    }
}
