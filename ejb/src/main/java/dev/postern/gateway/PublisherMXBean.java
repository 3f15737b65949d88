package dev.postern.gateway;

/** What operators see of the publisher. */
public interface PublisherMXBean {
    /** The brokers that it writes mail to, host:port with commas between; empty where mail goes to no topic. */
    String getBrokers();
}
