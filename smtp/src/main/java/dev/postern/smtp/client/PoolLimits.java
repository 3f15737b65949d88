package dev.postern.smtp.client;

import java.time.Duration;

/**
 * How many sessions there may be, and how long each.
 *
 * @param perServer connections to one server at the same time, at least 1
 * @param total connections to all servers at the same time, at least 1
 * @param mailsPerConnection mails over one connection before it is closed, at least 1
 * @param idle how long a connection without mail is kept, above zero
 */
public record PoolLimits(int perServer, int total, int mailsPerConnection, Duration idle) {
    /** How long a connection to a relay is kept without mail: after that the relay may give it up (RFC 5321 §4.5.3.2.7). */
    public static final Duration RELAY_IDLE = Duration.ofMinutes(5);

    /** @throws IllegalArgumentException if one of them leaves nothing */
    public PoolLimits {
        if (perServer < 1 || total < 1 || mailsPerConnection < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 connection and 1 mail a connection");
        }
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("a connection is kept for a time above zero, not for " + idle);
        }
    }
}
