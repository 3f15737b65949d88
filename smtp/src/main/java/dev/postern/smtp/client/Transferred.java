package dev.postern.smtp.client;

import dev.postern.smtp.tlsrpt.ResultType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said, and over which connection.
 *
 * @param tls protocol and cipher, or null in plaintext
 * @param dsn whether the server offers DSN (RFC 3461)
 * @param fault what is not as the domain's policy has it, which is only tried; null where all is, or there is no such policy
 */
public record Transferred(
        List<RecipientReply> replies,
        @Nullable String tls,
        boolean dsn,
        @Nullable ResultType fault) {}
