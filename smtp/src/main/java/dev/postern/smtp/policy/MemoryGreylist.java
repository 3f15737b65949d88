package dev.postern.smtp.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A greylist in memory, up to a number of triplets; a flood of new ones drives out new ones rather than those in use. Lost at the end of the process. */
public final class MemoryGreylist implements GreylistStore {
    private final Cache<String, Held> entries;

    private record Held(Entry entry, Duration lifetime) {}

    /** @param mostTriplets some 300 octets each */
    public MemoryGreylist(int mostTriplets) {
        entries = Caffeine.newBuilder()
                .maximumSize(mostTriplets)
                .expireAfter(Expiry.<String, Held>writing((triplet, held) -> held.lifetime()))
                .build();
    }

    @Override
    public CompletionStage<@Nullable Entry> find(String triplet) {
        Held held = entries.getIfPresent(triplet);
        return CompletableFuture.completedFuture(held == null ? null : held.entry());
    }

    @Override
    public void keep(String triplet, Entry entry, Duration lifetime) {
        entries.put(triplet, new Held(entry, lifetime));
    }

    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }
}
