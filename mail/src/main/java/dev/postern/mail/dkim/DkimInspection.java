package dev.postern.mail.dkim;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.signature.BodyHash;
import dev.postern.mail.signature.BodyHashes;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MailPass;
import dev.postern.mail.signature.MalformedSignatureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Verifies the signatures of one mail beside others who listen to it. Keys are asked for when the header is there, and come while the body does. */
public final class DkimInspection implements MailPass.Listener {
    private final Resolver resolver;
    private final DkimPolicy policy;
    private final Instant now;
    private final Map<String, CompletionStage<Answer<String>>> keys = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private int passedOver;

    DkimInspection(Resolver resolver, DkimPolicy policy, Instant now) {
        this.resolver = resolver;
        this.policy = policy;
        this.now = now;
    }

    /** What gives the finding of one signature, once the body has ended. */
    private interface Pending {
        CompletionStage<DkimFinding> finding();
    }

    @Override
    public void onUnreadable(String reason) {
        decide(DkimFinding.of(DkimResult.PERMERROR, null, reason));
    }

    @Override
    public void onHeader(MailHeader header, BodyHashes bodies) {
        List<HeaderField> signatures = header.named(DkimSignature.FIELD);
        int looked = Math.min(policy.maxSignatures(), signatures.size());
        passedOver = signatures.size() - looked;
        for (HeaderField field : signatures.subList(0, looked)) {
            try {
                start(header, bodies, field, DkimSignature.parse(field));
            } catch (MalformedSignatureException e) {
                decide(DkimFinding.of(DkimResult.NEUTRAL, null, "the signature is unusable: " + e.getMessage()));
            }
        }
    }

    /**
     * What came of it, to be asked for when the mail has ended. The stage never fails, and is completed where the last key came, on a thread of
     * the resolver, or of the JDK's timer where the time of the policy is over.
     */
    public CompletionStage<DkimReport> report() {
        CompletionStage<List<DkimFinding>> findings =
                CompletableFuture.completedFuture(new ArrayList<>(pending.size()));
        for (Pending each : pending) {
            findings = findings.thenCombine(each.finding(), DkimInspection::added);
        }
        return findings.thenApply(all -> new DkimReport(all, passedOver));
    }

    private static List<DkimFinding> added(List<DkimFinding> known, DkimFinding next) {
        known.add(next);
        return known;
    }

    private void start(MailHeader header, BodyHashes bodies, HeaderField field, DkimSignature signature) {
        DkimFinding finding = SignatureCheck.prejudge(signature, policy, now);
        if (finding.result() != DkimResult.PASS) {
            decide(finding);
        } else if (header.named("from").size() != 1) {
            // RFC 6376 §3.8, §8.15: which of two is shown can't be known
            decide(DkimFinding.of(DkimResult.PERMERROR, signature, "the mail has not one From"));
        } else if (keys.size() == policy.maxLookups() && !keys.containsKey(signature.keyName())) {
            decide(DkimFinding.of(DkimResult.POLICY, signature, "too many keys to ask for"));
        } else {
            BodyHash body = bodies.want(signature.bodyForm(), signature.algorithm(), signature.bodyLength());
            SignatureCheck check = new SignatureCheck(policy, header, field, signature, body);
            CompletionStage<Answer<String>> key = keys.computeIfAbsent(signature.keyName(), resolver::txt);
            pending.add(() -> key.thenApply(check::judge));
        }
    }

    private void decide(DkimFinding finding) {
        pending.add(() -> CompletableFuture.completedFuture(finding));
    }
}
