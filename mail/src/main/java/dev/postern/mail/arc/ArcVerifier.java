package dev.postern.mail.arc;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.TimedResolver;
import dev.postern.mail.signature.MailPass;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
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
     * @param policy which keys count, how many are asked for and how long they may take, and how large a header may be
     */
    public ArcVerifier(Resolver resolver, Clock clock, DkimPolicy policy) {
        this.resolver = resolver;
        this.clock = clock;
        this.policy = policy;
    }

    /** Starts to verify a mail that comes in pieces: what listens to its {@link MailPass}, beside others. */
    public ArcInspection inspection() {
        return new ArcInspection(new TimedResolver(resolver, policy.time()), policy, clock.instant());
    }

    /**
     * Reads a mail once, on this thread, and verifies it.
     *
     * @return see {@link ArcInspection#report}
     * @throws IOException if it can't be read
     */
    public CompletionStage<ArcReport> verify(Message message) throws IOException {
        ArcInspection inspection = inspection();
        MailPass pass = new MailPass(policy.maxHeaderOctets(), List.of(inspection));
        try (InputStream in = message.open()) {
            pass.update(in);
        }
        pass.finish();
        return inspection.report();
    }
}
