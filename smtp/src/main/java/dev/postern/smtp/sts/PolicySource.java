package dev.postern.smtp.sts;

import dev.postern.mail.Domain;
import java.util.concurrent.CompletionStage;

/** Where policies come from. */
@FunctionalInterface
public interface PolicySource {
    /**
     * Fetches the text of the policy of a domain; does not block.
     *
     * @return completes on any thread; fails with {@link StsFetchException}
     */
    CompletionStage<String> fetch(Domain domain);
}
