package dev.postern.smtp.discovery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one way has come to.
 *
 * @param finding null where there is none
 * @param isFinal whether no other way is worth trying
 */
record SearchResult(@Nullable Finding finding, boolean isFinal) {
    /** Another way may find more. */
    static final SearchResult NOTHING = new SearchResult(null, false);

    /** The domain has said that there is none, or where it would be. */
    static final SearchResult NONE = new SearchResult(null, true);

    static SearchResult of(Finding finding) {
        return new SearchResult(finding, true);
    }

    Optional<Finding> found() {
        return Optional.ofNullable(finding);
    }
}
