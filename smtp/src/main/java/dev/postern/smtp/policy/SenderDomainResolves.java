package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail only from senders to whom an answer could be sent: their domain has an MX record, else an address (RFC 5321 §5.1), and does not
 * say by a null MX that it sends no mail (RFC 7505 §4.2). The null reverse-path and address literals pass.
 *
 * <p>Refuses with 550 5.7.27 for a null MX, with 550 5.1.8 where there is nothing, with 451 4.4.3 while that can't be known.
 */
public final class SenderDomainResolves implements Check {
    private static final Verdict NULL_MX =
            new Verdict.Refused(Reply.of(550, "5.7.27", "The sender's domain says that it sends no mail (null MX)"));
    private static final Verdict NOTHING =
            new Verdict.Refused(Reply.of(550, "5.1.8", "The sender's domain has neither MX nor address"));
    private static final Verdict UNKNOWN =
            new Verdict.Refused(Reply.of(451, "4.4.3", "The sender's domain can't be looked up now, try again later"));

    private final Resolver resolver;
    private final Duration deadline;

    /** @param deadline of one verdict, above what the resolver needs for a question */
    public SenderDomainResolves(Resolver resolver, Duration deadline) {
        this.resolver = resolver;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (reversePath == null || reversePath.domain().isLiteral()) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        String domain = reversePath.domain().text();
        return resolver.mx(domain)
                .thenCompose(answer -> judge(domain, answer))
                .toCompletableFuture()
                .completeOnTimeout(UNKNOWN, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Verdict> judge(String domain, Answer<MailExchanger> exchangers) {
        return switch (exchangers.status()) {
            case FOUND ->
                CompletableFuture.completedFuture(
                        exchangers.records().stream().allMatch(MailExchanger::isNull) ? NULL_MX : Verdict.ACCEPTED);
            case NO_DATA -> resolver.addresses(domain).thenApply(SenderDomainResolves::judge);
            case NO_SUCH_NAME -> CompletableFuture.completedFuture(NOTHING);
            case FAILED, TIMED_OUT -> CompletableFuture.completedFuture(UNKNOWN);
        };
    }

    private static Verdict judge(Answer<?> addresses) {
        return switch (addresses.status()) {
            case FOUND -> Verdict.ACCEPTED;
            case NO_DATA, NO_SUCH_NAME -> NOTHING;
            case FAILED, TIMED_OUT -> UNKNOWN;
        };
    }
}
