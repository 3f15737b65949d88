package dev.postern.benchmarks.auth;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Has looked up everything once, and answers at once from then on. For one thread. */
final class WarmResolver implements Resolver {
    private final Map<RecordType<?>, Map<String, CompletionStage<?>>> known = new HashMap<>();
    private final Resolver zone;

    /** @param masterFile as {@link ZoneResolver#of} reads it */
    WarmResolver(String masterFile) {
        zone = ZoneResolver.of(masterFile);
    }

    @Override
    @SuppressWarnings("unchecked") // what is kept for a type is of that type
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        return (CompletionStage<Answer<T>>) known.computeIfAbsent(type, unknown -> new HashMap<>())
                .computeIfAbsent(name, unknown -> zone.lookup(name, type));
    }
}
