package dev.postern.jca.monitor;

/**
 * What one connection factory sends; no secrets. There is one for all factories that share a journal, from the first connection on.
 * Recipients are counted, at each attempt.
 */
public interface ConnectionFactoryMXBean {
    /** Where mail goes. */
    String getRelay();

    /** Whether mail of transactions can be kept now: to ask for a health check. */
    boolean isJournalWritable();

    /** The mails of transactions that have committed, and that are not done yet. */
    int getQueued();

    /** The recipients whose mail a server has taken. */
    long getSent();

    /** The recipients who did not get it then, and may at another attempt. */
    long getDeferred();

    /** The recipients who were refused for good. */
    long getBounced();

    /** The recipients whose mail became too old. */
    long getExpired();
}
