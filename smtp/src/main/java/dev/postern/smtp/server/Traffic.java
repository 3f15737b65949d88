package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has come to a listener since it opened, for whoever watches it. Safe for use by several threads. */
public final class Traffic {
    /** More than this server has of its own; milters and applications may make up any. */
    private static final int MOST_REASONS = 100;

    private static final String OTHER = "other";

    private final LongAdder connections = new LongAdder();
    private final LongAdder mails = new LongAdder();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

    /** The connections that have been opened. */
    public long connections() {
        return connections.sum();
    }

    /** The mails that have been taken. */
    public long mails() {
        return mails.sum();
    }

    /** How often something was refused, a connection, a command or a content, by code and enhanced code such as {@code 550 5.1.1}. */
    public Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        refusals.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    void connected() {
        connections.increment();
    }

    void mailTaken() {
        mails.increment();
    }

    /** Counts the reply if it refuses something. */
    void replied(Reply reply) {
        if (reply.isTransient() || reply.isPermanent()) {
            String reason = reply.enhanced() == null ? "" + reply.code() : reply.code() + " " + reply.enhanced();
            boolean known = refusals.containsKey(reason) || refusals.size() < MOST_REASONS;
            refusals.computeIfAbsent(known ? reason : OTHER, first -> new LongAdder())
                    .increment();
        }
    }
}
