package dev.postern.mail.auth;

import dev.postern.mail.Client;
import dev.postern.mail.arc.ArcVerifier;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimVerifier;
import dev.postern.mail.dmarc.DmarcVerifier;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfVerifier;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/**
 * Finds out about the origin of mails: SPF, DKIM, ARC and DMARC together. What comes of it depends on client, envelope, mail, DNS and time
 * only. Immutable.
 */
public final class Authenticator {
    private final SpfVerifier spf;
    private final DkimVerifier dkim;
    private final ArcVerifier arc;
    private final DmarcVerifier dmarc;
    private final int maxHeader;

    /**
     * An authenticator.
     *
     * @param resolver which is asked for all of it, and not closed
     * @param limits what SPF may cost, and how long DMARC may take
     * @param policy which signatures and keys count for DKIM and ARC, and how large a header may be
     * @param receiver the name of this host, which explanations of SPF may hold
     */
    public Authenticator(Resolver resolver, SpfLimits limits, DkimPolicy policy, String receiver, Clock clock) {
        this.spf = new SpfVerifier(resolver, limits, receiver, clock);
        this.dkim = new DkimVerifier(resolver, clock, policy);
        this.arc = new ArcVerifier(resolver, clock, policy);
        this.dmarc = new DmarcVerifier(resolver, limits.time());
        this.maxHeader = policy.maxHeaderOctets();
    }

    /**
     * Starts with a mail whose content is still to come; SPF is asked for at once.
     *
     * @param sender as in {@link #spf}
     */
    public Authentication begin(Client client, String sender) {
        return begin(client, spf(client, sender));
    }

    /**
     * Asks whether a client may send for the domain of a sender, before there is any content.
     *
     * @param sender the reverse path without angle brackets; empty for the null path
     * @return a stage that does not fail, as of {@link SpfVerifier#verify}
     */
    public CompletionStage<SpfFinding> spf(Client client, String sender) {
        return spf.verify(SpfQuery.mailFrom(client.address().getAddress(), client.helo(), sender));
    }

    /**
     * Starts with a mail for whose sender SPF was asked already.
     *
     * @param finding of MAIL FROM; the stage must not fail
     */
    public Authentication begin(Client client, CompletionStage<SpfFinding> finding) {
        return new Authentication(client, finding, dkim.inspection(), arc.inspection(), dmarc, maxHeader);
    }
}
