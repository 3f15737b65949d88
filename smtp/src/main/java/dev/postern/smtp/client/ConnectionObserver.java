package dev.postern.smtp.client;

import dev.postern.mail.Domain;
import dev.postern.smtp.tlsrpt.ResultType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hears how new connections were protected; called on event loops, so that it must not block. */
@FunctionalInterface
public interface ConnectionObserver {
    /** Hears nothing. */
    ConnectionObserver NONE = (domains, server, fault) -> {};

    /**
     * A server was there, and TLS was tried; what is left in plaintext as we are told to is not heard of.
     *
     * @param domains of the recipients for whose mail the connection was made
     * @param fault what was not as it should be, or null where all was
     */
    void connected(Set<Domain> domains, MailServer server, @Nullable ResultType fault);
}
