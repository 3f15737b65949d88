package dev.postern.mail.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Asks for the records of a name and of what it is an alias for, and makes of it one answer. */
final class Lookup {
    /** An alias may stand for an alias, so many times; a circle ends so too. */
    static final int MAX_ALIASES = 8;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LONGEST_NOTHING = Duration.ofMinutes(15);
    private static final Duration FAILURE = Duration.ofSeconds(5);

    private final Servers servers;

    Lookup(Servers servers) {
        this.servers = servers;
    }

    /** How it stands on the way along aliases. */
    private record Step(Name name, int aliases, Duration ttl, boolean authenticated) {
        Step to(CNAMERecord alias) {
            return new Step(
                    alias.getTarget(), aliases + 1, shorter(ttl, Duration.ofSeconds(alias.getTTL())), authenticated);
        }

        Step heard(boolean verified) {
            return new Step(name, aliases, ttl, authenticated && verified);
        }
    }

    /**
     * Asks.
     *
     * @param until the deadline as {@link System#nanoTime()}
     * @return the answer; never fails
     */
    CompletableFuture<Answer<?>> start(Name name, RecordType<?> type, long until) {
        return ask(new Step(name, 0, LONGEST, true), type, until).exceptionally(Lookup::failed);
    }

    private CompletableFuture<Answer<?>> ask(Step step, RecordType<?> type, long until) {
        return servers.ask(step.name(), type.code(), until).thenCompose(response -> read(response, step, type, until));
    }

    private CompletableFuture<Answer<?>> read(Message response, Step asked, RecordType<?> type, long until) {
        ResponseReader reader = new ResponseReader(response);
        Step step = asked.heard(reader.isAuthenticated());
        while (true) {
            List<Record> records = reader.records(step.name(), type.code());
            if (!records.isEmpty()) {
                return CompletableFuture.completedFuture(found(records, step, type));
            }
            CNAMERecord alias = reader.alias(step.name());
            if (alias == null) {
                break;
            }
            step = step.to(alias);
            if (step.aliases() > MAX_ALIASES) {
                return CompletableFuture.completedFuture(
                        Answer.failed("more than " + MAX_ALIASES + " aliases", FAILURE));
            }
        }
        boolean leftTheZone = step.aliases() > asked.aliases() && !reader.hasStartOfAuthority();
        if (leftTheZone && !reader.isNoSuchName()) {
            return ask(step, type, until);
        }
        return CompletableFuture.completedFuture(nothing(reader, step));
    }

    private static Answer<?> found(List<Record> records, Step step, RecordType<?> type) {
        Duration ttl = step.ttl();
        for (Record record : records) {
            ttl = shorter(ttl, Duration.ofSeconds(record.getTTL()));
        }
        return Answer.found(records.stream().map(type::read).toList(), ttl, step.authenticated());
    }

    private static Answer<?> nothing(ResponseReader reader, Step step) {
        Duration ttl = shorter(shorter(reader.negativeTtl(), LONGEST_NOTHING), step.ttl());
        if (reader.isNoSuchName()) {
            return Answer.noSuchName(ttl, step.authenticated());
        }
        return reader.isReferral()
                ? Answer.failed("the server does not resolve for us", FAILURE)
                : Answer.noData(ttl, step.authenticated());
    }

    private static Answer<?> failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean timedOut = cause instanceof NoAnswerException known && known.timedOut();
        return timedOut
                ? Answer.timedOut(String.valueOf(cause.getMessage()), FAILURE)
                : Answer.failed(String.valueOf(cause.getMessage()), FAILURE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
