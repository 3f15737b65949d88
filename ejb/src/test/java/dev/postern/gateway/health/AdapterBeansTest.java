package dev.postern.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

class AdapterBeansTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final AdapterBeans beans = new AdapterBeans(server);

    /** Of the adapter's what is asked for. */
    public interface ListenerMXBean {
        boolean isUp();

        List<String> getBeans();
    }

    /** The same of a connection factory's. */
    public interface FactoryMXBean {
        boolean isJournalWritable();
    }

    private record Listener(boolean isUp, List<String> getBeans) implements ListenerMXBean {}

    private record Factory(boolean isJournalWritable) implements FactoryMXBean {}

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
        assertEquals(Map.of("listener", false), beans.parts());
        listener("/0.0.0.0:26", true, "com.example.TicketMail (tickets)");
        assertEquals(Map.of("listener", false), beans.parts());
    }

    @Test
    void allOfTheGatewaysListenersMustBeUp() throws JMException {
        listener("/0.0.0.0:25", true, "dev.postern.gateway.GatewayBean (gateway)");
        listener("/0.0.0.0:26", false, "com.example.TicketMail (tickets)");
        assertEquals(Map.of("listener", true), beans.parts());
        listener("/0.0.0.0:587", false, "dev.postern.gateway.GatewayBean (gateway)");
        assertEquals(Map.of("listener", false), beans.parts());
    }

    @Test
    void theJournalOfTheGatewaysFactoryCountsAndNoOther() throws JMException {
        listener("/0.0.0.0:25", true, "dev.postern.gateway.GatewayBean (gateway)");
        factory("orders", false);
        assertEquals(Map.of("listener", true), beans.parts());
        factory("outbound", false);
        assertEquals(Map.of("listener", true, "journal", false), beans.parts());
    }
}
