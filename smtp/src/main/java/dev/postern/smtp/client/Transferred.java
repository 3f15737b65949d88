package dev.postern.smtp.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said, and over which connection.
 *
 * @param tls protocol and cipher, or null in plaintext
 * @param dsn whether the server offers DSN (RFC 3461)
 */
public record Transferred(
        List<RecipientReply> replies, @Nullable String tls, boolean dsn) {}
