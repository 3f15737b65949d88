package dev.postern.smtp.sts;

import dev.postern.smtp.tlsrpt.ResultType;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the policy of a domain.
 *
 * @param policy what it wants, or null where it has no policy, or none is known
 * @param fault why no policy is known though the domain says that it has one, or why it could not be renewed; else null
 */
public record StsFinding(
        @Nullable StsPolicy policy, @Nullable ResultType fault) {
    static final StsFinding NONE = new StsFinding(null, null);
}
