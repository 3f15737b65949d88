package dev.postern.mail.dkim;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The verification of one mail, which takes it in pieces while it comes and keeps the header only. Keys are asked for when the header is
 * complete, so that they come while the body does. For one thread after the other.
 */
public final class DkimVerification {
    private final Resolver resolver;
    private final DkimPolicy policy;
    private final Instant now;
    private final Feed feed;
    private final BodyHashes hashes = new BodyHashes();
    private final Map<String, CompletionStage<Answer<String>>> keys = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private int passedOver;

    DkimVerification(Resolver resolver, DkimPolicy policy, Instant now) {
        this.resolver = resolver;
        this.policy = policy;
        this.now = now;
        this.feed = new Feed(policy.maxHeaderOctets());
    }

    /** What gives the finding of one signature, once the body has ended. */
    private interface Pending {
        CompletionStage<DkimFinding> finding();
    }

    /**
     * Takes the next octets of the mail, to the limit of the buffer.
     *
     * @throws IllegalStateException if it has ended
     */
    public void update(ByteBuffer octets) {
        feed.feed(octets);
    }

    /** Takes all of the stream. */
    void update(InputStream in) throws IOException {
        feed.feed(in);
    }

    /**
     * Ends the mail. The stage never fails, and is completed where the last key came, on a thread of the resolver.
     *
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<DkimReport> finish() {
        feed.end();
        hashes.finish();
        List<CompletableFuture<DkimFinding>> findings = pending.stream()
                .map(each -> each.finding().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(findings.toArray(CompletableFuture[]::new))
                .thenApply(all -> new DkimReport(
                        findings.stream().map(CompletableFuture::join).toList(), passedOver));
    }

    private final class Feed extends MailFeed {
        Feed(int maxHeader) {
            super(maxHeader);
        }

        @Override
        void onHeader(byte[] octets) {
            start(octets);
        }

        @Override
        void onTooLarge() {
            String reason =
                    "the header is larger than " + policy.maxHeaderOctets() + " octets or " + MAX_LINES + " lines";
            decide(DkimFinding.of(DkimResult.PERMERROR, null, reason));
        }

        @Override
        void onBody(byte[] octets, int from, int to) {
            hashes.update(octets, from, to);
        }
    }

    private void start(byte[] octets) {
        MailHeader header;
        try {
            header = MailHeader.parse(octets);
        } catch (InvalidMailException e) {
            decide(DkimFinding.of(DkimResult.PERMERROR, null, String.valueOf(e.getMessage())));
            return;
        }
        List<HeaderField> signatures = header.named(DkimSignature.FIELD);
        int looked = Math.min(policy.maxSignatures(), signatures.size());
        passedOver = signatures.size() - looked;
        for (HeaderField field : signatures.subList(0, looked)) {
            try {
                start(header, field, DkimSignature.parse(field.value()));
            } catch (MalformedDkimException e) {
                decide(DkimFinding.of(DkimResult.NEUTRAL, null, "the signature is unusable: " + e.getMessage()));
            }
        }
    }

    private void start(MailHeader header, HeaderField field, DkimSignature signature) {
        DkimFinding finding = SignatureCheck.prejudge(signature, policy, now);
        if (finding.result() != DkimResult.PASS) {
            decide(finding);
        } else if (header.named("from").size() != 1) {
            // RFC 6376 §3.8, §8.15: which of two is shown can't be known
            decide(DkimFinding.of(DkimResult.PERMERROR, signature, "the mail has not one From"));
        } else if (keys.size() == policy.maxLookups() && !keys.containsKey(signature.keyName())) {
            decide(DkimFinding.of(DkimResult.POLICY, signature, "too many keys to ask for"));
        } else {
            BodyHash body = hashes.want(signature.bodyForm(), signature.algorithm(), signature.bodyLength());
            SignatureCheck check = new SignatureCheck(policy, header, field, signature, body);
            CompletionStage<Answer<String>> key = keys.computeIfAbsent(signature.keyName(), resolver::txt);
            pending.add(() -> key.thenApply(check::judge));
        }
    }

    private void decide(DkimFinding finding) {
        pending.add(() -> CompletableFuture.completedFuture(finding));
    }
}
