package dev.postern.smtp.tlsrpt;

import org.jspecify.annotations.Nullable;

/**
 * What sessions have in common that failed (RFC 8460 §4.4).
 *
 * @param host the server's name, or null where none was tried
 * @param address its IP address, or null likewise
 */
public record FailureDetail(
        ResultType type, @Nullable String host, @Nullable String address) {}
