package dev.postern.smtp.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Remembers who has tried to send to whom. Called on event loops by many connections, so it must not block. */
public interface GreylistStore {
    /**
     * One triplet.
     *
     * @param since the first attempt, or the last mail of one that has passed
     * @param passed whether it has come again after the delay
     */
    record Entry(Instant since, boolean passed) {}

    /** What is remembered of this triplet; null where nothing is. */
    CompletionStage<@Nullable Entry> find(String triplet);

    /** Remembers this of a triplet, in place of what was there, for so long or for less where there is no room. */
    void keep(String triplet, Entry entry, Duration lifetime);
}
