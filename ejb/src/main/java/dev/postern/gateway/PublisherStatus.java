package dev.postern.gateway;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The publisher as an MBean of this JVM's own server, {@code dev.postern:type=Publisher}. What can't be registered is missing there, and stops nothing else. */
final class PublisherStatus implements PublisherMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherStatus.class);

    private final MBeanServer server;
    private volatile String brokers = "";
    private boolean isShown;

    private PublisherStatus(MBeanServer server) {
        this.server = server;
    }

    static PublisherStatus show() {
        PublisherStatus status = new PublisherStatus(ManagementFactory.getPlatformMBeanServer());
        try {
            status.server.registerMBean(new StandardMBean(status, PublisherMXBean.class, true), name());
            status.isShown = true;
        } catch (JMException e) {
            LOG.warn("the publisher can't be watched in JMX: {}", e.toString());
        }
        return status;
    }

    private static ObjectName name() throws MalformedObjectNameException {
        return new ObjectName("dev.postern:type=Publisher");
    }

    /** @param servers host:port with commas between */
    void writesTo(String servers) {
        brokers = servers;
    }

    @Override
    public String getBrokers() {
        return brokers;
    }

    @Override
    public void close() {
        if (!isShown) { // that of another application is
            return;
        }
        try {
            server.unregisterMBean(name());
        } catch (JMException e) {
            LOG.warn("the publisher can't be taken out of JMX: {}", e.toString());
        }
    }
}
