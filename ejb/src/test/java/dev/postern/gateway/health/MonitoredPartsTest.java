package dev.postern.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

class MonitoredPartsTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final MonitoredParts parts = new MonitoredParts(server);

    /** Of the adapter's what is asked for. */
    public interface ListenerMXBean {
        boolean isUp();

        List<String> getBeans();
    }

    /** The same of a connection factory's. */
    public interface FactoryMXBean {
        boolean isJournalWritable();
    }

    /** The same of the publisher's. */
    public interface PublisherMXBean {
        String getBrokers();
    }

    private record Listener(boolean isUp, List<String> getBeans) implements ListenerMXBean {}

    private record Factory(boolean isJournalWritable) implements FactoryMXBean {}

    private record Publisher(String getBrokers) implements PublisherMXBean {}

    private void listener(String name, boolean isUp, String bean) throws JMException {
        server.registerMBean(
                new StandardMBean(new Listener(isUp, List.of(bean)), ListenerMXBean.class, true),
                new ObjectName("dev.postern:type=Listener,name=" + ObjectName.quote(name)));
    }

    private void factory(String name, boolean isWritable) throws JMException {
        server.registerMBean(
                new StandardMBean(new Factory(isWritable), FactoryMXBean.class, true),
                new ObjectName("dev.postern:type=ConnectionFactory,name=" + ObjectName.quote(name)));
    }

    @Test
    void withoutAListenerTheGatewayIsDown() throws JMException {
        assertEquals(Map.of("listener", false), parts.ask());
        listener("/0.0.0.0:26", true, "com.example.TicketMail (tickets)");
        assertEquals(Map.of("listener", false), parts.ask());
    }

    @Test
    void allOfTheGatewaysListenersMustBeUp() throws JMException {
        listener("/0.0.0.0:25", true, "dev.postern.gateway.GatewayBean (gateway)");
        listener("/0.0.0.0:26", false, "com.example.TicketMail (tickets)");
        assertEquals(Map.of("listener", true), parts.ask());
        listener("/0.0.0.0:587", false, "dev.postern.gateway.GatewayBean (gateway)");
        assertEquals(Map.of("listener", false), parts.ask());
    }

    @Test
    void theJournalOfTheGatewaysFactoryCountsAndNoOther() throws JMException {
        listener("/0.0.0.0:25", true, "dev.postern.gateway.GatewayBean (gateway)");
        factory("orders", false);
        assertEquals(Map.of("listener", true), parts.ask());
        factory("outbound", false);
        assertEquals(Map.of("listener", true, "journal", false), parts.ask());
    }

    @Test
    void brokersCountWhereMailGoesToTopics() throws JMException, IOException {
        listener("/0.0.0.0:25", true, "dev.postern.gateway.GatewayBean (gateway)");
        assertEquals(Map.of("listener", true), withPublisher(""));
        String address;
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + broker.getLocalPort();
            assertEquals(Map.of("listener", true, "broker", true), withPublisher(address));
        }
        assertEquals(Map.of("listener", true, "broker", false), withPublisher(address));
    }

    private Map<String, Boolean> withPublisher(String brokers) throws JMException {
        ObjectName name = new ObjectName("dev.postern:type=Publisher");
        server.registerMBean(new StandardMBean(new Publisher(brokers), PublisherMXBean.class, true), name);
        Map<String, Boolean> answers = parts.ask();
        server.unregisterMBean(name);
        return answers;
    }
}
