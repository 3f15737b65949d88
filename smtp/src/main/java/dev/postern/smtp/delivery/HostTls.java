package dev.postern.smtp.delivery;

import dev.postern.smtp.client.Assurance;
import org.jspecify.annotations.Nullable;

/**
 * How a host of a domain has to prove who it is by what the domain publishes.
 *
 * @param assurance what it has to prove, or null for nothing
 * @param barred why it may not be tried now, or null if it may
 */
record HostTls(@Nullable Assurance assurance, Routing.@Nullable Unknown barred) {
    /** Nothing is published about it. */
    static final HostTls OPEN = new HostTls(null, null);

    static HostTls of(Assurance assurance) {
        return new HostTls(assurance, null);
    }

    static HostTls barred(Routing.Unknown reason) {
        return new HostTls(null, reason);
    }
}
