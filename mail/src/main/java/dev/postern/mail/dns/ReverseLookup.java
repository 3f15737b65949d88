package dev.postern.mail.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks what an address is called, and whether those names lead back to it. */
public final class ReverseLookup {
    /** An address may have any number of names; no more are asked for. */
    private static final int MAX_NAMES = 10;

    private ReverseLookup() {}

    /**
     * Asks.
     *
     * @return a stage that does not fail, as those of the resolver
     */
    public static CompletionStage<ReverseStatus> status(Resolver resolver, InetAddress address) {
        return resolver.ptr(address).thenCompose(names -> switch (names.status()) {
            case FOUND -> pointsBack(resolver, address, names.records());
            case NO_DATA, NO_SUCH_NAME -> CompletableFuture.completedFuture(ReverseStatus.UNNAMED);
            case FAILED, TIMED_OUT -> CompletableFuture.completedFuture(ReverseStatus.UNKNOWN);
        });
    }

    private static CompletionStage<ReverseStatus> pointsBack(
            Resolver resolver, InetAddress address, List<String> names) {
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
                        return ReverseStatus.CONFIRMED;
                    }
                    return answers.stream().anyMatch(Answer::isTemporary)
                            ? ReverseStatus.UNKNOWN
                            : ReverseStatus.UNCONFIRMED;
                });
    }
}
