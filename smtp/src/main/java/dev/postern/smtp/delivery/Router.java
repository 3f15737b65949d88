package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides which servers get the mail of a sender for a domain. Used by several threads at the same time. */
@FunctionalInterface
public interface Router {
    /**
     * Finds the servers; does not block.
     *
     * @param reversePath of the envelope, or null for {@code <>}
     * @param domain of some of its recipients
     * @return fails only for a bug
     */
    CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain);
}
