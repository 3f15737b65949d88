package dev.postern.gateway;

import dev.postern.gateway.route.RoutingTable;
import dev.postern.jca.InboundMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has a mail already that not all of its targets took. When its client sends it again it goes to the others alone: one full mailbox would else fill those beside it.
 *
 * <p>A mail is known by its reverse-path and {@link InboundMail#fingerprint()}, and one without a fingerprint not at all. Kept in memory, of the last that came to about 100,000
 * deliveries. Safe for use by several threads.
 */
final class UnfinishedMails {
    private static final int MOST_DELIVERIES = 100_000;

    private final Map<String, Set<RoutingTable.Delivery>> done = new LinkedHashMap<>();
    private int deliveries;

    /** What is done of a mail, which is forgotten here; empty for a new one. */
    Set<RoutingTable.Delivery> take(InboundMail mail) {
        synchronized (this) {
            if (done.isEmpty()) { // nearly always: then nobody reads the mail
                return new HashSet<>();
            }
        }
        String key = key(mail);
        synchronized (this) {
            Set<RoutingTable.Delivery> known = key == null ? null : done.remove(key);
            deliveries -= known == null ? 0 : known.size();
            return known == null ? new HashSet<>() : known;
        }
    }

    /** Remembers what is done of a mail. */
    void put(InboundMail mail, Set<RoutingTable.Delivery> known) {
        String key = known.isEmpty() || known.size() > MOST_DELIVERIES ? null : key(mail);
        if (key == null) {
            return;
        }
        synchronized (this) {
            Set<RoutingTable.Delivery> before = done.put(key, known);
            deliveries += known.size() - (before == null ? 0 : before.size());
            Iterator<Set<RoutingTable.Delivery>> oldest = done.values().iterator();
            while (deliveries > MOST_DELIVERIES) {
                deliveries -= oldest.next().size();
                oldest.remove();
            }
        }
    }

    private static @Nullable String key(InboundMail mail) {
        try {
            String fingerprint = mail.fingerprint();
            return fingerprint == null ? null : mail.envelope().reversePath() + " " + fingerprint;
        } catch (IOException e) {
            throw new UncheckedIOException(mail.id() + " can't be read from the spool", e);
        }
    }
}
