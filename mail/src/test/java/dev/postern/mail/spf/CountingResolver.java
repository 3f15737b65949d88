package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what another resolver is asked. */
final class CountingResolver implements Resolver {
    private final Resolver resolver;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    CountingResolver(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        questions.add(type + " " + name);
        return resolver.lookup(name, type);
    }

    /** Type and name of each question so far. */
    List<String> questions() {
        return questions;
    }
}
