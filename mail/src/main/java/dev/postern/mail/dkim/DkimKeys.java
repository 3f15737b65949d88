package dev.postern.mail.dkim;

import java.time.Instant;
import java.util.List;

/** Knows the keys with which domains sign. Does not block. */
public interface DkimKeys {
    /**
     * The keys with which a domain signs now: at most one of each kind; mail gets a signature by each.
     *
     * @param domain in A-labels and lower case
     * @return empty where mail of the domain is not signed
     */
    List<DkimKey> keys(String domain, Instant now);
}
