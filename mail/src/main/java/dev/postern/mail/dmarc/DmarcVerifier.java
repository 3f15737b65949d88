package dev.postern.mail.dmarc;

import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.spf.SpfFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Judges whether domains of authors stand behind mails: what comes of it depends on what was found and on DNS only. Immutable. */
public final class DmarcVerifier {
    /** How long a judgement may take by default. */
    public static final Duration STANDARD_TIME = Duration.ofSeconds(20);

    /** A mail of more domains is not judged (RFC 9989 §11.5). */
    private static final int MOST_AUTHORS = 4;

    private final Resolver resolver;
    private final Duration time;

    /**
     * A verifier.
     *
     * @param resolver which is asked for policies, and not closed
     * @param time after which a judgement ends with TEMPERROR
     */
    public DmarcVerifier(Resolver resolver, Duration time) {
        this.resolver = resolver;
        this.time = time;
    }

    /**
     * Judges. A mail of several domains passes where it passes as one of each; else the strictest of the policies that it fails counts (RFC 9989
     * §11.5).
     *
     * @param spf what SPF says of MAIL FROM; null where that was not asked
     * @return a stage that never fails, and is completed on a thread of the resolver, or of the JDK's timer where the time is over
     */
    public CompletionStage<DmarcFinding> verify(Authors authors, @Nullable SpfFinding spf, DkimReport dkim) {
        if (authors.domains().isEmpty()) {
            return CompletableFuture.completedFuture(
                    DmarcFinding.without(DmarcResult.PERMERROR, "", Optional.empty(), authors.problem()));
        }
        if (authors.domains().size() > MOST_AUTHORS) {
            return CompletableFuture.completedFuture(DmarcFinding.without(
                    DmarcResult.PERMERROR,
                    "",
                    Optional.empty(),
                    "From has addresses of more than " + MOST_AUTHORS + " domains"));
        }
        List<VerifiedDomain> verified = VerifiedDomain.of(spf, dkim);
        CompletableFuture<DmarcFinding> finding = each(authors.domains(), verified, new ArrayList<>())
                .thenApply(DmarcVerifier::decisive)
                .toCompletableFuture();
        return finding.thenApply(known -> known) // the one that a resolver completes is not ours to end
                .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(failure -> outOfTime(failure, authors.domains().get(0)));
    }

    private CompletionStage<List<DmarcFinding>> each(
            List<String> domains, List<VerifiedDomain> verified, List<DmarcFinding> findings) {
        if (findings.size() == domains.size()) {
            return CompletableFuture.completedFuture(findings);
        }
        String author = domains.get(findings.size());
        return new Judgement(resolver, new PolicyRecords(resolver), author, verified)
                .finding()
                .thenCompose(finding -> {
                    findings.add(finding);
                    return each(domains, verified, findings);
                });
    }

    /** The worst: one that failed, by the strictest policy, before what can't be known, before no policy, before one that passed. */
    private static DmarcFinding decisive(List<DmarcFinding> findings) {
        List<DmarcResult> order = List.of(DmarcResult.PASS, DmarcResult.NONE, DmarcResult.TEMPERROR, DmarcResult.FAIL);
        return findings.stream()
                .max(Comparator.<DmarcFinding>comparingInt(finding -> order.indexOf(finding.result()))
                        .thenComparing(DmarcFinding::disposition))
                .orElseThrow();
    }

    private static DmarcFinding outOfTime(Throwable failure, String author) {
        if (!(failure instanceof TimeoutException)) {
            throw new CompletionException(failure instanceof CompletionException ? failure.getCause() : failure);
        }
        return DmarcFinding.without(DmarcResult.TEMPERROR, author, Optional.empty(), "the judgement took too long");
    }
}
