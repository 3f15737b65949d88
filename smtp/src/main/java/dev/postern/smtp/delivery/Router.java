package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import java.util.concurrent.CompletionStage;

/** Decides which servers get the mail for a domain. Used by several threads at the same time. */
@FunctionalInterface
public interface Router {
    /**
     * Finds the servers; does not block.
     *
     * @return fails only for a bug
     */
    CompletionStage<Routing> route(Domain domain);
}
