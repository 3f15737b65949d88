package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes addresses only whose domain others can find: a name of several labels, or an address literal (RFC 6409 §4.2). */
public final class QualifiedDomains implements Check {
    private static final Reply SENDER = Reply.of(554, "5.1.8", "The sender's domain is not fully qualified");
    private static final Reply RECIPIENT = Reply.of(554, "5.1.2", "The recipient's domain is not fully qualified");

    @Override
    public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        return judged(reversePath == null || isQualified(reversePath.domain()), SENDER);
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return judged(isQualified(recipient.domain()), RECIPIENT);
    }

    private static boolean isQualified(Domain domain) {
        return domain.isLiteral() || domain.text().contains(".");
    }

    private static CompletionStage<Verdict> judged(boolean qualified, Reply refusal) {
        return CompletableFuture.completedFuture(qualified ? Verdict.ACCEPTED : new Verdict.Refused(refusal));
    }
}
