package dev.postern.mail.arc;

import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimRecord;
import dev.postern.mail.dkim.UnusableKeyException;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.VerifyingKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The keys of a chain, each of which is asked for once. */
final class ArcKeys {
    /** RFC 6376 §6.1.2: which of several records is meant is undefined; each costs a verification. */
    private static final int MAX_RECORDS = 3;

    /** As many as the longest chain needs: strangers choose how long each takes. */
    private static final int MAX_VERIFICATIONS = 2 * ArcInstance.MOST;

    private final Resolver resolver;
    private final DkimPolicy policy;
    private final Map<String, CompletableFuture<Answer<String>>> answers = new HashMap<>();
    private int verifications;

    ArcKeys(Resolver resolver, DkimPolicy policy) {
        this.resolver = resolver;
        this.policy = policy;
    }

    /** Asks for the key of a signature, unless that is one name too many. */
    void ask(ArcTags signature) {
        String name = signature.key().toString();
        if (answers.size() < policy.maxLookups() || answers.containsKey(name)) {
            answers.computeIfAbsent(name, asked -> resolver.txt(asked).toCompletableFuture());
        }
    }

    /** Completed when all of them are there. */
    CompletableFuture<Void> arrival() {
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new));
    }

    /**
     * Why a signature is not that of its domain; empty where it is. To be asked when all keys are there.
     *
     * @param fits whether it is the signature of who has this key
     */
    String problem(ArcTags signature, Predicate<VerifyingKey> fits) {
        CompletableFuture<Answer<String>> answer = answers.get(signature.key().toString());
        if (answer == null) {
            return "there are too many keys to ask for";
        }
        List<String> records = answer.join().records();
        String problem = "its key can't be had";
        for (String record : records.subList(0, Math.min(MAX_RECORDS, records.size()))) {
            problem = problem(record, signature, fits);
            if (problem.isEmpty()) {
                return "";
            }
        }
        return problem;
    }

    private String problem(String record, ArcTags signature, Predicate<VerifyingKey> fits) {
        try {
            VerifyingKey key = DkimRecord.parse(record).keyFor(signature.algorithm(), policy.minRsaBits());
            if (++verifications > MAX_VERIFICATIONS) {
                return "there is too much to verify";
            }
            return fits.test(key) ? "" : "it is not what was signed";
        } catch (MalformedSignatureException e) {
            return "its key is unusable: " + e.getMessage();
        } catch (UnusableKeyException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
