package dev.postern.gateway.health;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of the gateway, by what the resource adapter and the gateway's beans tell by MBeans. */
final class MonitoredParts {
    private static final Logger LOG = LoggerFactory.getLogger(MonitoredParts.class);
    private static final String BEAN = "dev.postern.gateway.GatewayBean";
    private static final String FACTORY = "outbound";

    private final MBeanServer server;

    MonitoredParts(MBeanServer server) {
        this.server = server;
    }

    /**
     * The listeners of the gateway's bean, the journal where one is open, and the brokers where mail goes to topics: whether each is up. Takes a second for each broker that does
     * not answer.
     */
    Map<String, Boolean> ask() {
        Map<String, Boolean> parts = new LinkedHashMap<>();
        Set<Object> listeners = new HashSet<>();
        for (ObjectName name : named("dev.postern:type=Listener,*")) {
            if (of(name, "Beans") instanceof String[] beans
                    && Arrays.stream(beans).anyMatch(bean -> bean.startsWith(BEAN))) {
                listeners.add(of(name, "Up"));
            }
        }
        parts.put("listener", !listeners.isEmpty() && listeners.stream().allMatch(Boolean.TRUE::equals));
        for (ObjectName name : named("dev.postern:type=ConnectionFactory,name=" + ObjectName.quote(FACTORY))) {
            parts.put("journal", Boolean.TRUE.equals(of(name, "JournalWritable")));
        }
        for (ObjectName name : named("dev.postern:type=Publisher")) {
            if (of(name, "Brokers") instanceof String brokers && !brokers.isEmpty()) {
                parts.put("broker", Brokers.answer(brokers));
            }
        }
        return parts;
    }

    private Set<ObjectName> named(String pattern) {
        try {
            return server.queryNames(new ObjectName(pattern), null);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** False where it has gone since it was found. */
    private Object of(ObjectName name, String attribute) {
        try {
            return server.getAttribute(name, attribute);
        } catch (JMException e) {
            LOG.debug("{} of {} can't be read", attribute, name, e);
            return false;
        }
    }
}
