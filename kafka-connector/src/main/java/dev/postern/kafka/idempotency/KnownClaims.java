package dev.postern.kafka.idempotency;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims that count, in memory: of each key the first one until it expires. Safe for use by several threads. */
final class KnownClaims {
    private static final Logger LOG = LoggerFactory.getLogger(KnownClaims.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(10);

    private final long window;
    private final int most;

    /** In the order in which they were noted, which is about that of their times. */
    private final Map<IdempotencyKey, Claim> byKey = new LinkedHashMap<>();

    private long lastWarning = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

    /**
     * @param window how long a claim counts
     * @param most claims to keep, at least 1; beyond it the oldest are forgotten
     */
    KnownClaims(Duration window, int most) {
        this.window = window.toMillis();
        this.most = most;
    }

    /** The claim of this key that counts at this time, in milliseconds since 1970. */
    synchronized Optional<Claim> find(IdempotencyKey key, long now) {
        return Optional.ofNullable(byKey.get(key)).filter(claim -> counts(claim, now));
    }

    /** Takes note of the next claim of a key, and gives the one that counts now: this, or one before it. */
    synchronized Claim note(IdempotencyKey key, Claim claim) {
        Claim first = byKey.get(key);
        if (first != null && counts(first, claim.time())) {
            return first;
        }
        byKey.remove(key); // so that it stands behind the others
        byKey.put(key, claim);
        forget(claim.time());
        return claim;
    }

    synchronized int size() {
        return byKey.size();
    }

    private void forget(long now) {
        Iterator<Claim> claims = byKey.values().iterator();
        while (claims.hasNext()) {
            boolean counts = counts(claims.next(), now);
            if (counts && byKey.size() <= most) {
                return;
            }
            claims.remove();
            if (counts) {
                warn();
            }
        }
    }

    private void warn() {
        if (System.nanoTime() - lastWarning >= BETWEEN_WARNINGS.toNanos()) {
            lastWarning = System.nanoTime();
            LOG.warn(
                    "More than {} idempotency keys came within {}: the oldest are forgotten, and a mail that repeats one of them is sent again. Raise {}, which takes"
                            + " some 200 octets of memory for each, or shorten {}",
                    most,
                    Duration.ofMillis(window),
                    IdempotencyConfig.MOST_KEYS,
                    IdempotencyConfig.WINDOW);
        }
    }

    private boolean counts(Claim claim, long now) {
        return now - claim.time() < window;
    }
}
