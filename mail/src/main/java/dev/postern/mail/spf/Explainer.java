package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks a domain why it does not let a client send (RFC 7208 §6.2). Whatever goes wrong with that, there is no explanation. */
final class Explainer {
    /** What would not fit into a few lines of a reply explains nothing. */
    private static final int MAX_LENGTH = 1_000;

    private final Questions questions;
    private final MacroFiller filler;

    Explainer(Questions questions, MacroFiller filler) {
        this.questions = questions;
        this.filler = filler;
    }

    /** The explanation of a verdict, printable US-ASCII; empty where there is none. */
    CompletionStage<Optional<String>> explain(Verdict verdict) {
        Macro where = verdict.explanation();
        if (verdict.result() != SpfResult.FAIL || where == null || filler.isBeyondDns(where)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return filler.values(where, verdict.domain())
                .thenCompose(values -> lookup(where.name(values), verdict.domain()));
    }

    private CompletionStage<Optional<String>> lookup(String name, String domain) {
        if (!TargetName.isWellFormed(name)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return questions.texts(name).thenCompose(answer -> read(answer, domain));
    }

    private CompletionStage<Optional<String>> read(Answer<String> answer, String domain) {
        if (answer.records().size() != 1) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Macro text;
        try {
            text = MacroParser.explanation(answer.records().get(0));
        } catch (MalformedSpfException e) { // RFC 7208 §6.2: as if there were none
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return filler.values(text, domain)
                .thenApply(values ->
                        Optional.ofNullable(text.text(values, MAX_LENGTH)).filter(Explainer::isPrintable));
    }

    /** RFC 7208 §6.2: US-ASCII, for it goes into a reply; and nothing that could end its line. */
    private static boolean isPrintable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
