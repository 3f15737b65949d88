package dev.postern.jca.monitor;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotCompliantMBeanException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MBeans of this JVM's own server that are there together. What can't be registered is missing there, and stops nothing else. */
public final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final String DOMAIN = "dev.postern";
    private static final int MOST_OF_A_NAME = 1_000;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> names = new ArrayList<>();

    /**
     * Registers an MBean as {@code dev.postern:type=TYPE,name="NAME"}; where there is one of that name, with a {@code number} behind it.
     *
     * @param face the interface that is shown of it
     */
    public synchronized <T> void show(String type, String name, T bean, Class<T> face) {
        try {
            names.add(register(type, ObjectName.quote(name), new StandardMBean(bean, face, true)));
        } catch (JMException | RuntimeException e) {
            LOG.warn("{} {} can't be watched in JMX: {}", type, name, e.toString());
        }
    }

    private ObjectName register(String type, String quoted, StandardMBean bean) throws JMException {
        for (int number = 1; number <= MOST_OF_A_NAME; number++) {
            try {
                return server.registerMBean(bean, name(type, quoted, number)).getObjectName();
            } catch (InstanceAlreadyExistsException e) {
                LOG.debug("{} {} is there already", type, quoted);
            }
        }
        throw new NotCompliantMBeanException("there are " + MOST_OF_A_NAME + " of that name");
    }

    private static ObjectName name(String type, String quoted, int number) throws JMException {
        return new ObjectName(DOMAIN + ":type=" + type + ",name=" + quoted + (number == 1 ? "" : ",number=" + number));
    }

    /** Takes all of them out; more calls do nothing. */
    @Override
    public synchronized void close() {
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.warn("{} can't be taken out of JMX: {}", name, e.toString());
            }
        }
        names.clear();
    }
}
