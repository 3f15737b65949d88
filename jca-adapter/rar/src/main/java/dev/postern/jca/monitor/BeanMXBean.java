package dev.postern.jca.monitor;

import java.util.Map;

/** One bean that takes mail; no secrets. What is counted is counted from its activation on, each call for itself. */
public interface BeanMXBean {
    /** Where it gets its mail from. */
    String getListener();

    /** Whose mail it takes. */
    String getRecipients();

    /** The calls that it has taken: committed, or returned where it has no transaction. */
    long getDelivered();

    /** The calls on which it failed: it threw, or its transaction rolled back. */
    long getRolledBack();

    /** The calls that it refused by a MailRejectedException, and the mails that have more in them than is read of one. */
    long getRefused();

    /** The mails whose deadline came before their turn. */
    long getExpired();

    /** The calls on which it failed since it took one: 0 where all is well. */
    int getFailuresInARow();

    /** The mails that are with it now. */
    int getActive();

    /** The most that may be: deliveriesMax. */
    int getActiveMost();

    /** The mails that wait for their turn. */
    int getWaiting();

    /** The mails that it has failed on and not taken since, of those that are remembered. */
    long getFailing();

    /**
     * How many mails waited how long for their reply, from the end of their content on: counts by the most milliseconds, each without the
     * one before.
     */
    Map<Long, Long> getLatencies();
}
