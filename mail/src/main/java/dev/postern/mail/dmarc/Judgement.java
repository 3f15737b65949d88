package dev.postern.mail.dmarc;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Judges one mail as one of one domain. Each step follows the answer to the one before. */
final class Judgement {
    private final Resolver resolver;
    private final PolicyRecords records;
    private final TreeWalk walk;
    private final String author;
    private final List<VerifiedDomain> verified;

    Judgement(Resolver resolver, PolicyRecords records, String author, List<VerifiedDomain> verified) {
        this.resolver = resolver;
        this.records = records;
        this.walk = new TreeWalk(records);
        this.author = author;
        this.verified = verified;
    }

    /** Whether verified domains are the author's, as far as that is known. */
    private record Alignment(boolean bySpf, boolean byDkim, boolean unknown) {
        private static final Alignment NONE = new Alignment(false, false, false);

        Alignment and(VerifiedDomain domain, boolean aligned, boolean doubt) {
            return new Alignment(
                    bySpf || (aligned && domain.known() && domain.bySpf()),
                    byDkim || (aligned && domain.known() && !domain.bySpf()),
                    unknown || doubt || (aligned && !domain.known()));
        }
    }

    CompletionStage<DmarcFinding> finding() {
        return records.at(author).thenCompose(own -> {
            if (own.temporary()) {
                return done(temporary(Optional.empty()));
            }
            return own.policy().isPresent()
                    ? follow(new PublishedPolicy(author, own.policy().get()))
                    : walk.from(author).thenCompose(this::followPath);
        });
    }

    private CompletionStage<DmarcFinding> followPath(TreeWalk.Path path) {
        if (path.temporary()) {
            return done(temporary(Optional.empty()));
        }
        return path.policy()
                .map(this::follow)
                .orElseGet(() -> done(DmarcFinding.without(DmarcResult.NONE, author, Optional.empty(), "no policy")));
    }

    private CompletionStage<DmarcFinding> follow(PublishedPolicy published) {
        if (!published.record().isUsable()) { // RFC 9989 §4.10.1
            return done(DmarcFinding.without(
                    DmarcResult.NONE, author, Optional.of(published), "the policy can't be followed"));
        }
        return align(published, 0, Alignment.NONE).thenCompose(alignment -> conclude(published, alignment));
    }

    // RFC 9989 §4.10.2
    private CompletionStage<Alignment> align(PublishedPolicy published, int next, Alignment sofar) {
        if (next == verified.size()) {
            return done(sofar);
        }
        VerifiedDomain domain = verified.get(next);
        boolean strict = domain.bySpf()
                ? published.record().isSpfStrict()
                : published.record().isDkimStrict();
        if (domain.name().equals(author) || strict || !domain.isNear(author)) {
            return align(published, next + 1, sofar.and(domain, domain.name().equals(author), false));
        }
        return walk.from(author).thenCompose(path -> {
            String organization = path.organization();
            if (path.temporary() || !domain.isUnder(organization)) { // one of another organization, then
                return align(published, next + 1, sofar.and(domain, false, path.temporary()));
            }
            return walk.from(domain.name())
                    .thenCompose(other -> align(
                            published,
                            next + 1,
                            sofar.and(
                                    domain,
                                    !other.temporary() && other.organization().equals(organization),
                                    other.temporary())));
        });
    }

    private CompletionStage<DmarcFinding> conclude(PublishedPolicy published, Alignment alignment) {
        boolean passes = alignment.bySpf() || alignment.byDkim();
        if (!passes && alignment.unknown()) { // RFC 9989 §5.3.6
            return done(temporary(Optional.of(published)));
        }
        return requested(published)
                .thenApply(requested -> requested
                        .map(policy -> finding(published, policy, alignment))
                        .orElseGet(() -> passes
                                ? finding(published, published.record().subdomainPolicy(), alignment)
                                : temporary(Optional.of(published))));
    }

    /** What is asked for mail of the author's domain; empty where that can't be known now. */
    private CompletionStage<Optional<DmarcPolicy>> requested(PublishedPolicy published) {
        DmarcRecord record = published.record();
        if (published.domain().equals(author)) {
            return done(Optional.of(record.policy()));
        }
        if (!record.tellsMissingDomains()) {
            return done(Optional.of(record.subdomainPolicy()));
        }
        return resolver.a(author).thenApply(answer -> {
            if (answer.isTemporary()) {
                return Optional.empty();
            }
            // RFC 9989 §3.2.13, appendix A.4: whatever it has, it exists
            boolean missing = answer.status() == Answer.Status.NO_SUCH_NAME;
            return Optional.of(missing ? record.missingDomainPolicy() : record.subdomainPolicy());
        });
    }

    private DmarcFinding finding(PublishedPolicy published, DmarcPolicy requested, Alignment alignment) {
        boolean passes = alignment.bySpf() || alignment.byDkim();
        DmarcPolicy applied = published.record().isTesting() ? requested.tested() : requested;
        return new DmarcFinding(
                passes ? DmarcResult.PASS : DmarcResult.FAIL,
                author,
                Optional.of(published),
                requested,
                passes ? DmarcPolicy.NONE : applied,
                alignment.bySpf(),
                alignment.byDkim(),
                passes ? "" : "neither SPF nor DKIM has verified a domain of the author");
    }

    private DmarcFinding temporary(Optional<PublishedPolicy> published) {
        return DmarcFinding.without(DmarcResult.TEMPERROR, author, published, "DNS can't be asked now");
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
