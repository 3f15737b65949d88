package dev.postern.mail.dkim;

import dev.postern.mail.Message;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.TimedResolver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** Verifies the signatures of mails: what comes of it depends on mail, DNS and time only. Immutable. */
public final class DkimVerifier {
    private final Resolver resolver;
    private final Clock clock;
    private final DkimPolicy policy;

    /** @param resolver which is asked for keys, and not closed */
    public DkimVerifier(Resolver resolver, Clock clock, DkimPolicy policy) {
        this.resolver = resolver;
        this.clock = clock;
        this.policy = policy;
    }

    /** Starts to verify a mail that comes in pieces. */
    public DkimVerification begin() {
        return new DkimVerification(inspection(), policy.maxHeaderOctets());
    }

    /** Starts to verify a mail that others listen to besides. */
    public DkimInspection inspection() {
        return new DkimInspection(new TimedResolver(resolver, policy.time()), policy, clock.instant());
    }

    /**
     * Reads a mail once, on this thread, and verifies it.
     *
     * @return see {@link DkimVerification#finish}
     * @throws IOException if it can't be read
     */
    public CompletionStage<DkimReport> verify(Message message) throws IOException {
        DkimVerification verification = begin();
        try (InputStream in = message.open()) {
            verification.update(in);
        }
        return verification.finish();
    }
}
