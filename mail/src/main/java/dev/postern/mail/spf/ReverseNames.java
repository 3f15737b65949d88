package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The names that a client's address has and that point back to it (RFC 7208 §5.5, §7.3). Its names are asked for once in a check. */
final class ReverseNames {
    private static final int MAX_NAMES = 10; // RFC 7208 §4.6.4: further ones are ignored

    private final Questions questions;
    private @Nullable CompletionStage<Answer<String>> names;

    ReverseNames(Questions questions) {
        this.questions = questions;
    }

    /** Whether they have been asked for. */
    boolean areAsked() {
        return names != null;
    }

    /** What the address says that it is called. */
    CompletionStage<Answer<String>> names() {
        CompletionStage<Answer<String>> asked = names;
        if (asked == null) {
            asked = questions.names();
            names = asked;
        }
        return asked;
    }

    /** Whether one of them is this name or below it, and points back. */
    CompletionStage<Boolean> anyUnder(String target) {
        return names().thenCompose(answer ->
                        firstValid(candidates(answer, name -> TargetName.isUnder(name, target)), 0))
                .thenApply(name -> !name.isEmpty());
    }

    /** The one to show: the domain itself, or else one below it, or else any; "unknown" where none points back. */
    CompletionStage<String> shown(String domain) {
        return names().thenCompose(answer -> firstValid(
                        candidates(answer, name -> true).stream()
                                .sorted(Comparator.comparingInt(name -> rank(name, domain)))
                                .toList(),
                        0))
                .thenApply(name -> name.isEmpty() ? "unknown" : name);
    }

    private static List<String> candidates(Answer<String> answer, Predicate<String> wanted) {
        return answer.records().stream()
                .limit(MAX_NAMES)
                .map(TargetName::normalized)
                .filter(TargetName::isWellFormed)
                .filter(wanted)
                .toList();
    }

    private static int rank(String name, String domain) {
        if (name.equals(domain)) {
            return 0;
        }
        return TargetName.isUnder(name, domain) ? 1 : 2;
    }

    private CompletionStage<String> firstValid(List<String> candidates, int index) {
        if (index == candidates.size()) {
            return CompletableFuture.completedFuture("");
        }
        String name = candidates.get(index);
        return questions.addresses(name).thenCompose(answer -> {
            List<InetAddress> addresses = answer.records(); // none where it failed: RFC 7208 §5.5 passes over it
            return addresses.stream().anyMatch(questions::isClient)
                    ? CompletableFuture.completedFuture(name)
                    : firstValid(candidates, index + 1);
        });
    }
}
