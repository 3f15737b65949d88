package dev.postern.mail.arc;

import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.SignedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a chain of which all keys are there and the mail has ended (RFC 8617 §5.2, steps 4 to 7). */
final class ArcJudgement {
    private final List<ArcSet> sets;
    private final List<@Nullable ArcMessageSignature> signatures;
    private final ArcKeys keys;

    ArcJudgement(List<ArcSet> sets, List<@Nullable ArcMessageSignature> signatures, ArcKeys keys) {
        this.sets = sets;
        this.signatures = signatures;
        this.keys = keys;
    }

    ArcReport report() {
        String problem = signatureProblem(sets.size());
        if (!problem.isEmpty()) {
            return ArcReport.fail("the newest signature does not count: " + problem);
        }
        SignedText signed = new SignedText();
        for (ArcSet set : sets) {
            problem = sealProblem(set, signed);
            if (!problem.isEmpty()) {
                return ArcReport.fail("the seal " + set.instance() + " does not count: " + problem);
            }
            set.appendTo(signed);
        }
        return new ArcReport(
                ArcResult.PASS, "", sets.stream().map(ArcJudgement::hop).toList(), oldestPass());
    }

    private String signatureProblem(int instance) {
        ArcMessageSignature signature = signatures.get(instance - 1);
        return signature == null ? "it is malformed" : keys.problem(signature.tags(), signature::fits);
    }

    /** @param below all sets below this one as they are signed */
    private String sealProblem(ArcSet set, SignedText below) {
        SignedText signed = new SignedText(below);
        set.appendUnsealed(signed);
        ArcTags tags = set.seal().tags();
        signed.last(tags.unsigned(), Canonicalization.RELAXED);
        return keys.problem(tags, key -> key.verifies(tags.algorithm(), signed.view(), tags.signature()));
    }

    private int oldestPass() {
        int oldest = sets.size();
        while (oldest > 1 && signatureProblem(oldest - 1).isEmpty()) {
            oldest--;
        }
        return oldest == 1 ? 0 : oldest;
    }

    private static ArcHop hop(ArcSet set) {
        return new ArcHop(
                set.instance(),
                set.seal().tags().key().domain(),
                set.seal().tags().key().selector(),
                ArcInstance.results(set.results().value()));
    }
}
