package dev.postern.mail.dmarc;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks for policies, each of which is asked for once for one mail. One question follows the other, on whatever thread. */
final class PolicyRecords {
    private final Resolver resolver;
    private final Map<String, CompletionStage<Found>> asked = new HashMap<>();

    PolicyRecords(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * What was found at one name.
     *
     * @param policy empty where there is none, or more than one (RFC 9989 §4.10)
     * @param temporary whether DNS could not be asked now
     */
    record Found(Optional<DmarcRecord> policy, boolean temporary) {}

    /** The policy of the very domain. */
    CompletionStage<Found> at(String domain) {
        return asked.computeIfAbsent(
                domain, name -> resolver.txt("_dmarc." + name).thenApply(PolicyRecords::read));
    }

    private static Found read(Answer<String> answer) {
        List<DmarcRecord> policies = answer.records().stream()
                .map(DmarcRecord::parse)
                .flatMap(Optional::stream)
                .limit(2)
                .toList();
        return new Found(policies.size() == 1 ? Optional.of(policies.get(0)) : Optional.empty(), answer.isTemporary());
    }
}
