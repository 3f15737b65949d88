package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.Reply;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail only from clients whose address has a name that has this address: a PTR record, and an A or AAAA record back. Clients on this
 * machine or link pass.
 *
 * <p>Refuses with 550 5.7.25 (RFC 7372 §3.3), with 451 4.4.3 while that can't be known.
 */
public final class ReverseName implements Check {
    /** An address may have any number of names; no more are asked for. */
    private static final int MAX_NAMES = 10;

    private final Resolver resolver;
    private final Duration deadline;

    /** @param deadline of one verdict, above what the resolver needs for a question */
    public ReverseName(Resolver resolver, Duration deadline) {
        this.resolver = resolver;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (ClientAddress.isLocal(client)) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        return resolver.ptr(ClientAddress.of(client))
                .thenCompose(names -> judge(client, names))
                .toCompletableFuture()
                .completeOnTimeout(unknown(client), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Verdict> judge(Client client, Answer<String> names) {
        return switch (names.status()) {
            case FOUND -> pointsBack(client, names.records());
            case NO_DATA, NO_SUCH_NAME ->
                CompletableFuture.completedFuture(refused(client, " has no name in reverse DNS"));
            case FAILED, TIMED_OUT -> CompletableFuture.completedFuture(unknown(client));
        };
    }

    private CompletionStage<Verdict> pointsBack(Client client, List<String> names) {
        InetAddress address = ClientAddress.of(client);
        RecordType<InetAddress> type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        List<CompletableFuture<Answer<InetAddress>>> asked = names.stream()
                .limit(MAX_NAMES)
                .map(name -> resolver.lookup(name, type).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    List<Answer<InetAddress>> answers =
                            asked.stream().map(CompletableFuture::join).toList();
                    if (answers.stream().anyMatch(answer -> answer.records().contains(address))) {
                        return Verdict.ACCEPTED;
                    }
                    return answers.stream().anyMatch(Answer::isTemporary)
                            ? unknown(client)
                            : refused(client, " has a name in reverse DNS which does not point back");
                });
    }

    private static Verdict refused(Client client, String reason) {
        return new Verdict.Refused(Reply.of(550, "5.7.25", "Client " + ClientAddress.text(client) + reason));
    }

    private static Verdict unknown(Client client) {
        return new Verdict.Refused(Reply.of(
                451,
                "4.4.3",
                "The name of client " + ClientAddress.text(client) + " can't be looked up now, try again later"));
    }
}
