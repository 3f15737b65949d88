package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The mechanisms that ask for hosts: a, mx, ptr and exists (RFC 7208 §5.3 to §5.7). */
final class HostMatcher {
    private static final int MAX_EXCHANGERS = 10; // RFC 7208 §4.6.4

    private final Questions questions;
    private final ReverseNames reverse;
    private final ClientAddress client;
    private final Budget budget;

    HostMatcher(Questions questions, ReverseNames reverse, ClientAddress client, Budget budget) {
        this.questions = questions;
        this.reverse = reverse;
        this.client = client;
        this.budget = budget;
    }

    /** Whether the client is one of the hosts that the mechanism means by this name, which is well formed. */
    CompletionStage<Match> match(Mechanism mechanism, String name) {
        return switch (mechanism.kind()) {
            case A -> host(mechanism, name);
            case MX -> questions.exchangers(name).thenCompose(answer -> exchangers(mechanism, name, answer));
            case PTR -> reverse(name);
            case EXISTS ->
                questions.existence(name).thenApply(answer -> {
                    Verdict trouble = trouble(name, answer);
                    return trouble == null ? Match.of(answer.isFound()) : Match.error(trouble);
                });
            default -> throw new IllegalArgumentException("asks for no host: " + mechanism.kind());
        };
    }

    private CompletionStage<Match> host(Mechanism mechanism, String name) {
        return questions.addresses(name).thenApply(answer -> {
            Verdict trouble = trouble(name, answer);
            return trouble == null
                    ? Match.of(answer.records().stream().anyMatch(address -> isNear(mechanism, address.getAddress())))
                    : Match.error(trouble);
        });
    }

    private boolean isNear(Mechanism mechanism, byte[] address) {
        int bits = client.isV4() ? mechanism.prefix4() : mechanism.prefix6();
        return new IpNetwork(address, bits).contains(client.octets());
    }

    private CompletionStage<Match> exchangers(Mechanism mechanism, String name, Answer<MailExchanger> answer) {
        Verdict trouble = trouble(name, answer);
        if (trouble != null) {
            return done(Match.error(trouble));
        }
        List<MailExchanger> exchangers = answer.records();
        if (exchangers.size() > MAX_EXCHANGERS) {
            return done(Match.error(Verdict.permanent(name, "a domain with more than 10 MX records")));
        }
        return exchanger(mechanism, exchangers, 0);
    }

    private CompletionStage<Match> exchanger(Mechanism mechanism, List<MailExchanger> exchangers, int index) {
        if (index == exchangers.size()) {
            return done(Match.NO);
        }
        String host = exchangers.get(index).host();
        if (!TargetName.isWellFormed(host)) { // also the null MX
            return exchanger(mechanism, exchangers, index + 1);
        }
        return host(mechanism, host)
                .thenCompose(match -> match.matches() || match.error() != null
                        ? done(match)
                        : exchanger(mechanism, exchangers, index + 1));
    }

    // RFC 7208 §5.5: where DNS fails it does not match, and the check goes on
    private CompletionStage<Match> reverse(String name) {
        return reverse.names().thenCompose(answer -> {
            Verdict trouble = answer.isTemporary() ? null : trouble(name, answer);
            return trouble == null ? reverse.anyUnder(name).thenApply(Match::of) : done(Match.error(trouble));
        });
    }

    /** What an answer ends the check with, or null. */
    private @Nullable Verdict trouble(String name, Answer<?> answer) {
        if (answer.isTemporary()) { // RFC 7208 §5
            return Verdict.temporary(name, "a host of the policy can't be looked up now: " + answer.detail());
        }
        return budget.hear(answer) ? null : Verdict.permanent(name, "the policy asks for too much that is not there");
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
