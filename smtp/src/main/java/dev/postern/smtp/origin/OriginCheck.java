package dev.postern.smtp.origin;

import dev.postern.mail.Client;
import dev.postern.mail.auth.Authenticator;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Trust;

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

    /**
     * A check.
     *
     * @param authservId by which our results are known (RFC 8601 §2.5)
     * @param trust whose mail is not judged
     */
    public OriginCheck(Authenticator authenticator, String authservId, OriginRules rules, Trust trust) {
        this.authenticator = authenticator;
        this.authservId = authservId;
        this.rules = rules;
        this.trust = trust;
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

    /** Whether the mail of this client is judged. */
    boolean judges(Client client) {
        return !client.isLocal() && !trust.covers(client);
    }
}
