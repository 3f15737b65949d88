package dev.postern.mail.arc;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dns.Resolver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** Verifies the chains of mails: what comes of it depends on mail, DNS and time only. Immutable. */
public final class ArcVerifier {
    private final Resolver resolver;
    private final Clock clock;
    private final DkimPolicy policy;

    /**
     * A verifier.
     *
     * @param resolver which is asked for keys, and not closed
     * @param policy which keys count, how many are asked for, and how large a header may be
     */
    public ArcVerifier(Resolver resolver, Clock clock, DkimPolicy policy) {
        this.resolver = resolver;
        this.clock = clock;
        this.policy = policy;
    }

    /** Starts to verify a mail that comes in pieces. */
    public ArcVerification begin() {
        return new ArcVerification(inspection(), policy.maxHeaderOctets());
    }

    /** Starts to verify a mail that others listen to besides. */
    public ArcInspection inspection() {
        return new ArcInspection(resolver, policy, clock.instant());
    }

    /**
     * Reads a mail once, on this thread, and verifies it.
     *
     * @return see {@link ArcVerification#finish}
     * @throws IOException if it can't be read
     */
    public CompletionStage<ArcReport> verify(Message message) throws IOException {
        ArcVerification verification = begin();
        try (InputStream in = message.open()) {
            verification.update(in);
        }
        return verification.finish();
    }
}
