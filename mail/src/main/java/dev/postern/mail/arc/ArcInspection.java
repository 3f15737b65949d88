package dev.postern.mail.arc;

import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.signature.BodyHashes;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MailPass;
import dev.postern.mail.signature.MalformedSignatureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Verifies the chain of one mail beside others who listen to it. Keys are asked for when the header is there, and come while the body does. */
public final class ArcInspection implements MailPass.Listener {
    private final DkimPolicy policy;
    private final Instant now;
    private final ArcKeys keys;
    private ArcReport known = ArcReport.NONE;
    private List<ArcSet> sets = List.of();

    /** From the first set on; null where an older one is malformed, which then fits nothing. */
    private final List<@Nullable ArcMessageSignature> signatures = new ArrayList<>();

    ArcInspection(Resolver resolver, DkimPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        this.keys = new ArcKeys(resolver, policy);
    }

    /** A header that can't be read has no chain that could pass. */
    @Override
    public void onUnreadable(String reason) {
        known = ArcReport.fail(reason);
    }

    @Override
    public void onHeader(MailHeader header, BodyHashes bodies) {
        ArcChain chain = ArcChain.of(header);
        if (chain.isEmpty()) {
            return;
        }
        if (chain.sets().isEmpty()) {
            known = ArcReport.fail(chain.problem());
            return;
        }
        if (header.named("From").size() != 1) { // RFC 6376 §3.8: which of two is shown can't be known
            known = ArcReport.fail("the mail has not one From");
            return;
        }
        sets = chain.sets();
        for (ArcSet set : sets) {
            signatures.add(signature(set.signature(), header, bodies));
        }
        ask();
    }

    private @Nullable ArcMessageSignature signature(HeaderField field, MailHeader header, BodyHashes bodies) {
        try {
            return new ArcMessageSignature(field, header, bodies, now, policy.clockSkew());
        } catch (MalformedSignatureException e) {
            return null;
        }
    }

    /** What decides is asked for first: what else fits under the bound tells only since when the mail is unchanged. */
    private void ask() {
        int newest = sets.size() - 1;
        ArcMessageSignature last = signatures.get(newest);
        if (last == null) {
            known = ArcReport.fail("the newest signature is malformed, or of a kind that does not count");
            sets = List.of();
            return;
        }
        keys.ask(last.tags());
        for (int i = newest; i >= 0; i--) {
            keys.ask(sets.get(i).seal().tags());
        }
        for (int i = newest - 1; i >= 0; i--) {
            ArcMessageSignature older = signatures.get(i);
            if (older != null) {
                keys.ask(older.tags());
            }
        }
    }

    /**
     * What came of it, to be asked for when the mail has ended. The stage never fails, and is completed where the last key came, on a thread of
     * the resolver, or of the JDK's timer where the time of the policy is over.
     */
    public CompletionStage<ArcReport> report() {
        return sets.isEmpty()
                ? CompletableFuture.completedFuture(known)
                : keys.arrival().thenApply(arrived -> new ArcJudgement(sets, signatures, keys).report());
    }
}
