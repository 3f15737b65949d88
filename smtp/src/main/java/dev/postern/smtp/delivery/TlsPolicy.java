package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.TlsMode;
import java.util.concurrent.CompletionStage;

/** Decides how connections are protected over which mail for a domain goes. Used by several threads at the same time. */
@FunctionalInterface
public interface TlsPolicy {
    /**
     * Finds out what holds for the domain of a recipient, whichever host takes its mail; does not block.
     *
     * @return fails only for a bug
     */
    CompletionStage<TlsMode> mode(Domain domain);
}
