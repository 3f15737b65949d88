package dev.postern.mail.dmarc;

import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.TimedResolver;
import dev.postern.mail.spf.SpfFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
     * @param time after which nobody is asked any more, and what is open then can't be known
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
        return new Judgements(authors.domains(), VerifiedDomain.of(spf, dkim)).decisive();
    }

    /** Those of one mail, which share what is asked. */
    private final class Judgements {
        private final List<String> authors;
        private final List<VerifiedDomain> verified;
        private final Resolver asked = new TimedResolver(resolver, time);
        private final PolicyRecords records = new PolicyRecords(asked);
        private final List<DmarcFinding> findings = new ArrayList<>();

        Judgements(List<String> authors, List<VerifiedDomain> verified) {
            this.authors = authors;
            this.verified = verified;
        }

        CompletionStage<DmarcFinding> decisive() {
            if (findings.size() == authors.size()) {
                return CompletableFuture.completedFuture(DmarcVerifier.decisive(findings));
            }
            String author = authors.get(findings.size());
            return new Judgement(asked, records, author, verified).finding().thenCompose(finding -> {
                findings.add(finding);
                return decisive();
            });
        }
    }

    /** The worst: one that failed, by the strictest policy, before what can't be known, before no policy, before one that passed. */
    private static DmarcFinding decisive(List<DmarcFinding> findings) {
        List<DmarcResult> order = List.of(DmarcResult.PASS, DmarcResult.NONE, DmarcResult.TEMPERROR, DmarcResult.FAIL);
        return findings.stream()
                .max(Comparator.<DmarcFinding>comparingInt(finding -> order.indexOf(finding.result()))
                        .thenComparing(DmarcFinding::disposition))
                .orElseThrow();
    }
}
