package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.spf.Mechanism.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Follows policies until one decides: check_host() (RFC 7208 §4). Each step follows the answer to the one before; how deep that goes is
 * bounded by how many terms may ask.
 */
final class Evaluation {
    private final Questions questions;
    private final MacroFiller filler;
    private final HostMatcher hosts;
    private final ClientAddress client;
    private final Budget budget;

    Evaluation(Questions questions, MacroFiller filler, HostMatcher hosts, ClientAddress client, Budget budget) {
        this.questions = questions;
        this.filler = filler;
        this.hosts = hosts;
        this.client = client;
        this.budget = budget;
    }

    private record Policy(String domain, SpfRecord record) {}

    /** What the policy of a domain, in lower case and without a final dot, says of the client. */
    CompletionStage<Verdict> check(String domain) {
        if (!TargetName.mayHavePolicy(domain)) { // RFC 7208 §4.3
            return done(Verdict.none(domain, "no domain that could publish a policy"));
        }
        return questions.texts(domain).thenCompose(answer -> follow(domain, answer));
    }

    // RFC 7208 §4.4, §4.5
    private CompletionStage<Verdict> follow(String domain, Answer<String> answer) {
        if (answer.isTemporary()) {
            return done(Verdict.temporary(domain, "the policy can't be looked up now: " + answer.detail()));
        }
        List<String> policies =
                answer.records().stream().filter(SpfRecord::isOne).limit(2).toList();
        if (policies.isEmpty()) {
            return done(Verdict.none(domain, "no policy"));
        }
        if (policies.size() > 1) {
            return done(Verdict.permanent(domain, "more than one policy"));
        }
        SpfRecord record;
        try {
            record = SpfRecord.parse(policies.get(0));
        } catch (MalformedSpfException e) {
            return done(Verdict.permanent(domain, "the policy can't be read: " + e.getMessage()));
        }
        return walk(new Policy(domain, record), 0);
    }

    // RFC 7208 §4.6.2: the first one that matches counts
    private CompletionStage<Verdict> walk(Policy policy, int from) {
        List<Mechanism> mechanisms = policy.record().mechanisms();
        for (int i = from; i < mechanisms.size(); i++) {
            Mechanism mechanism = mechanisms.get(i);
            if (mechanism.kind().asksDns()) {
                int next = i + 1;
                return match(policy, mechanism).thenCompose(match -> concluded(policy, mechanism, match, next));
            }
            IpNetwork network = mechanism.network();
            if (mechanism.kind() == Kind.ALL || (network != null && network.contains(client.octets()))) {
                return done(Verdict.matched(mechanism, policy.record(), policy.domain()));
            }
        }
        return redirected(policy);
    }

    private CompletionStage<Verdict> concluded(Policy policy, Mechanism mechanism, Match match, int next) {
        if (match.error() != null) {
            return done(match.error());
        }
        return match.matches()
                ? done(Verdict.matched(mechanism, policy.record(), policy.domain()))
                : walk(policy, next);
    }

    // RFC 7208 §6.1; §4.7 where there is none
    private CompletionStage<Verdict> redirected(Policy policy) {
        Macro redirect = policy.record().redirect();
        if (redirect == null || filler.isBeyondDns(redirect)) {
            return done(Verdict.nothingMatched(policy.domain()));
        }
        if (!mayAsk(redirect)) {
            return done(tooManyLookups(policy));
        }
        return filler.values(redirect, policy.domain())
                .thenCompose(values -> check(redirect.name(values)))
                .thenApply(verdict -> verdict.result() == SpfResult.NONE
                        ? Verdict.permanent(policy.domain(), "redirected to where no policy is")
                        : verdict);
    }

    private CompletionStage<Match> match(Policy policy, Mechanism mechanism) {
        Macro macro = mechanism.domain();
        if (!mayAsk(macro)) {
            return done(Match.error(tooManyLookups(policy)));
        }
        if (macro == null) {
            return match(mechanism, policy.domain());
        }
        if (filler.isBeyondDns(macro)) {
            return done(Match.NO);
        }
        return filler.values(macro, policy.domain()).thenCompose(values -> match(mechanism, macro.name(values)));
    }

    private CompletionStage<Match> match(Mechanism mechanism, String name) {
        if (mechanism.kind() == Kind.INCLUDE) {
            return check(name).thenApply(Evaluation::included);
        }
        // RFC 7208 §4.8 leaves it open what comes of a name that can't be one
        return TargetName.isWellFormed(name) ? hosts.match(mechanism, name) : done(Match.NO);
    }

    // RFC 7208 §5.2
    private static Match included(Verdict verdict) {
        return switch (verdict.result()) {
            case PASS -> Match.YES;
            case FAIL, SOFTFAIL, NEUTRAL -> Match.NO;
            case TEMPERROR, PERMERROR -> Match.error(verdict);
            case NONE -> Match.error(Verdict.permanent(verdict.domain(), "included from where no policy is"));
        };
    }

    /** Counts a term, and what filling its macro asks; false where that is too much. */
    private boolean mayAsk(@Nullable Macro macro) {
        return budget.startTerm() && (macro == null || !filler.asksDns(macro) || budget.addLookup());
    }

    private static Verdict tooManyLookups(Policy policy) {
        return Verdict.permanent(policy.domain(), "the policy asks for too many lookups");
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
