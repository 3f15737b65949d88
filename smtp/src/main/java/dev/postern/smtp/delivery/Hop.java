package dev.postern.smtp.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The server that an attempt went to.
 *
 * @param peer host, address where it was looked up, and port; the domain where no server was found
 * @param tls protocol and cipher, or null in plaintext or where no connection came about
 */
public record Hop(String peer, @Nullable String tls) {
    @Override
    public String toString() {
        return tls == null ? peer : peer + " (" + tls + ")";
    }
}
