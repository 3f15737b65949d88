package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.sts.StsFinding;
import dev.postern.smtp.sts.StsPolicies;
import dev.postern.smtp.sts.StsPolicy;
import dev.postern.smtp.tlsrpt.ResultType;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What domains publish about connections to the hosts that take their mail: TLSA records (DANE, RFC 7672), and policies of MTA-STS (RFC 8461). For a host that has
 * TLSA records these alone count (RFC 8461 §2).
 */
public final class PublishedTls {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedTls.class);

    /** Nobody asks for it. */
    public static final PublishedTls NONE = new PublishedTls(null, null, domain -> true);

    private final @Nullable Resolver dane;
    private final @Nullable StsPolicies sts;
    private final Predicate<Domain> exempt;

    /**
     * What is asked for.
     *
     * @param dane who is asked for TLSA records, or null for nobody
     * @param sts the policies of MTA-STS, or null for none; stays open
     * @param exempt the domains for whose mail nothing is asked for, as we have a policy of our own
     */
    public PublishedTls(@Nullable Resolver dane, @Nullable StsPolicies sts, Predicate<Domain> exempt) {
        this.dane = dane;
        this.sts = sts;
        this.exempt = exempt;
    }

    /**
     * Who is asked for TLSA records where DANE is wanted; where no server is trusted that verifies them, nobody, which is said in the log.
     *
     * @param dns null where no mail goes by MX
     */
    public static @Nullable Resolver daneBy(@Nullable DnsjavaResolver dns, Set<PublishedPolicy> wanted) {
        if (dns == null || !wanted.contains(PublishedPolicy.DANE)) {
            return null;
        }
        if (!dns.someTrusted()) {
            LOG.info(
                    "mail goes without DANE: none of the DNS servers is trusted to verify signatures. Run one on this machine, or set dns.trusted"
                            + " where they verify and nobody can change what comes from them");
            return null;
        }
        return dns;
    }

    /** Whether a host of a domain has TLSA records. */
    CompletionStage<HostTls> dane(Domain domain, String host, int port, Answer<InetAddress> addresses) {
        return dane == null || exempt.test(domain)
                ? CompletableFuture.completedFuture(HostTls.OPEN)
                : new Dane(dane, port).of(domain, host, addresses);
    }

    /** The policy of a domain. */
    CompletionStage<StsFinding> sts(Domain domain) {
        return sts == null || exempt.test(domain)
                ? CompletableFuture.completedFuture(new StsFinding(null, null))
                : sts.of(domain);
    }

    /** The hosts, with what the policy wants of those that have no TLSA records. */
    static List<MailHosts.Located> withPolicy(
            Domain domain, List<MailHosts.Located> hosts, @Nullable StsPolicy policy) {
        return policy == null
                ? hosts
                : hosts.stream()
                        .map(host -> host.tls().equals(HostTls.OPEN)
                                ? host.withTls(wanted(domain, host.host().host(), policy))
                                : host)
                        .toList();
    }

    private static HostTls wanted(Domain domain, String host, StsPolicy policy) {
        return switch (policy.mode()) {
            case NONE -> HostTls.OPEN;
            case TESTING -> HostTls.of(Assurance.STS_TESTING);
            case ENFORCE ->
                policy.allows(host)
                        ? HostTls.of(Assurance.STS)
                        : HostTls.barred(Routing.barred(
                                "4.7.5",
                                host + ", which takes mail for " + domain
                                        + " by DNS, is none of the hosts that its policy of MTA-STS allows",
                                new PolicyResult(Assurance.Policy.MTA_STS, ResultType.VALIDATION_FAILURE)));
        };
    }
}
