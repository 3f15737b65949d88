package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.dns.AddressName;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.Reply;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses clients that a block list in DNS knows, unless an allow list knows them too (RFC 5782). Clients on this machine or link pass.
 *
 * <p>Refuses with 554 5.7.1, which names the list. A list that fails, is silent or answers what no list answers is passed over, and named in
 * the log now and then: mail does not depend on it. So is a list that lists 127.0.0.1, as one does that was given up and lists everybody (§5).
 */
public final class DnsLists implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(DnsLists.class);

    // RFC 5782 §5: the one is in every list that works, the other in none
    private static final String ALWAYS_LISTED = "2.0.0.127.";
    private static final String NEVER_LISTED = "1.0.0.127.";

    private final Resolver resolver;
    private final List<DnsList> block;
    private final List<DnsList> allow;
    private final Duration deadline;
    private final RareOccasion complaint;

    /** @param deadline of one verdict; a list that has not answered then is passed over */
    public DnsLists(Resolver resolver, List<DnsList> block, List<DnsList> allow, Duration deadline) {
        this(resolver, block, allow, deadline, new RareOccasion(Duration.ofMinutes(10), System::nanoTime));
    }

    DnsLists(Resolver resolver, List<DnsList> block, List<DnsList> allow, Duration deadline, RareOccasion complaint) {
        this.resolver = resolver;
        this.block = List.copyOf(block);
        this.allow = List.copyOf(allow);
        this.deadline = deadline;
        this.complaint = complaint;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (ClientAddress.isLocal(client)) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        String labels = AddressName.labels(ClientAddress.of(client)) + ".";
        List<CompletableFuture<Boolean>> allowed =
                allow.stream().map(list -> isListed(list, labels)).toList();
        List<CompletableFuture<Boolean>> blocked =
                block.stream().map(list -> isListed(list, labels)).toList();
        return all(allowed).thenCombine(all(blocked), (one, other) -> verdict(client, allowed, blocked));
    }

    /** The lists that answer, but do not know their own test entry: they are no lists, or not for us. */
    public CompletionStage<List<DnsList>> listsOutOfOrder() {
        List<DnsList> lists = Stream.concat(block.stream(), allow.stream()).toList();
        List<CompletableFuture<Boolean>> known = lists.stream()
                .map(list -> ask(list, ALWAYS_LISTED)
                        .thenApply(answer -> answer.isTemporary()
                                || answer.records().stream().anyMatch(DnsList::isResponse)))
                .toList();
        return all(known)
                .thenApply(done -> lists.stream()
                        .filter(list -> !known.get(lists.indexOf(list)).join())
                        .toList());
    }

    private Verdict verdict(
            Client client, List<CompletableFuture<Boolean>> allowed, List<CompletableFuture<Boolean>> blocked) {
        if (allowed.stream().anyMatch(CompletableFuture::join)) {
            return Verdict.ACCEPTED;
        }
        for (int i = 0; i < blocked.size(); i++) {
            if (blocked.get(i).join()) {
                return new Verdict.Refused(Reply.of(
                        554, "5.7.1", "Client " + ClientAddress.text(client) + " is listed by " + block.get(i)));
            }
        }
        return Verdict.ACCEPTED;
    }

    private CompletableFuture<Boolean> isListed(DnsList list, String labels) {
        return ask(list, labels).thenCompose(answer -> {
            if (answer.records().stream().anyMatch(list::isListing)) {
                return ask(list, NEVER_LISTED).thenApply(all -> !listsEverybody(list, all));
            }
            answer.records().stream()
                    .filter(response -> !DnsList.isResponse(response))
                    .findFirst()
                    .ifPresent(response -> complain(list, "answers " + response.getHostAddress()));
            return CompletableFuture.completedFuture(false);
        });
    }

    private boolean listsEverybody(DnsList list, Answer<InetAddress> answer) {
        if (answer.isFound()) {
            complain(list, "lists 127.0.0.1, and so perhaps everybody");
        }
        return answer.isFound();
    }

    private CompletableFuture<Answer<InetAddress>> ask(DnsList list, String labels) {
        return resolver.a(labels + list.zone())
                .toCompletableFuture()
                .thenApply(answer -> answer) // of its own: the time of this asker is not that of another
                .completeOnTimeout(
                        Answer.timedOut("no answer within " + deadline, Duration.ZERO),
                        deadline.toMillis(),
                        TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> {
                    if (answer != null && answer.isTemporary()) {
                        complain(list, "does not answer: " + answer.detail());
                    }
                });
    }

    private void complain(DnsList list, String what) {
        if (complaint.isNow(list.zone())) {
            LOG.warn("The DNS list {} {}; it is passed over", list, what);
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Boolean>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }
}
