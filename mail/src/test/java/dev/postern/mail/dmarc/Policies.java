package dev.postern.mail.dmarc;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The policies of some domains, and who was asked; other names that are said to exist have nothing. */
final class Policies implements Resolver {
    final List<String> asked = new ArrayList<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Set<String> existing = new HashSet<>();
    private final Set<String> failing = new HashSet<>();

    Policies at(String domain, String... records) {
        return texts("_dmarc." + domain, records);
    }

    Policies texts(String name, String... records) {
        texts.put(name, List.of(records));
        return this;
    }

    Policies existing(String name) {
        existing.add(name);
        return this;
    }

    Policies failing(String name) {
        failing.add(name);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // only texts are records here
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        asked.add(name);
        if (failing.contains(name)) {
            return CompletableFuture.completedFuture(Answer.failed("SERVFAIL", Duration.ZERO));
        }
        if (type == RecordType.TXT && texts.containsKey(name)) {
            return CompletableFuture.completedFuture(
                    Answer.found((List<T>) texts.get(name), Duration.ofHours(1), false));
        }
        return CompletableFuture.completedFuture(
                existing.contains(name)
                        ? Answer.noData(Duration.ofHours(1), false)
                        : Answer.noSuchName(Duration.ofHours(1), false));
    }
}
