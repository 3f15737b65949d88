package dev.postern.smtp.origin;

import dev.postern.mail.Client;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who stands behind a mail, refuses it by the {@link OriginRules}, and else tells: the envelope has the results, and so has an Authentication-Results field. Fields that
 * claim to be ours are removed first, from everybody's mail.
 *
 * <p>Mail of clients that are trusted, and of processes of this machine, is not judged.
 */
public final class OriginCheck implements Check {
    private final Authenticator authenticator;
    private final String authservId;
    private final OriginRules rules;
    private final Trust trust;
    private final List<DmarcObserver> observers;
    private final @Nullable OriginSeal seal;

    /**
     * A check.
     *
     * @param authservId by which our results are known (RFC 8601 §2.5)
     * @param trust whose mail is not judged
     * @param observers who hear of what is judged; they are not closed
     * @param seal seals what is judged; null for nothing. It is not closed
     */
    public OriginCheck(
            Authenticator authenticator,
            String authservId,
            OriginRules rules,
            Trust trust,
            List<DmarcObserver> observers,
            @Nullable OriginSeal seal) {
        this.authenticator = authenticator;
        this.authservId = authservId;
        this.rules = rules;
        this.trust = trust;
        this.observers = List.copyOf(observers);
        this.seal = seal;
    }

    @Override
    public Check forSession() {
        return new OriginSession(this);
    }

    Authenticator authenticator() {
        return authenticator;
    }

    String authservId() {
        return authservId;
    }

    OriginRules rules() {
        return rules;
    }

    @Nullable
    OriginSeal seal() {
        return seal;
    }

    /** Hears of a mail that was judged. */
    void judged(AuthResults results, DmarcPolicy applied) {
        if (!observers.isEmpty()) {
            CountedMail.of(results, applied).ifPresent(mail -> observers.forEach(observer -> observer.count(mail)));
        }
    }

    /** Whether the mail of this client is judged. */
    boolean judges(Client client) {
        return !client.isLocal() && !trust.covers(client);
    }
}
