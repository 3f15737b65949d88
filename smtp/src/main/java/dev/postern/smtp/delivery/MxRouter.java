package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.sts.StsFinding;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers of a domain in DNS (RFC 5321 §5.1): by MX records, else by its own address; nothing for a null MX (RFC 7505).
 *
 * <p>Whatever can't be known now is {@link Routing.Unknown}, never {@link Routing.None}. What DNS has said is kept by the resolver.
 */
public final class MxRouter implements Router {
    private final Resolver resolver;
    private final MxSettings settings;
    private final Random random;
    private final PublishedTls published;

    /** A router to hosts that need to prove nothing. */
    public MxRouter(Resolver resolver, MxSettings settings, Random random) {
        this(resolver, settings, random, PublishedTls.NONE);
    }

    /**
     * A router to hosts that have to prove who they are as their domains publish it.
     *
     * @param random chooses between hosts of the same preference; used by several threads at the same time
     */
    public MxRouter(Resolver resolver, MxSettings settings, Random random, PublishedTls published) {
        this.resolver = resolver;
        this.settings = settings;
        this.random = random;
        this.published = published;
    }

    /**
     * What DNS says of a domain.
     *
     * @param instead what is to be done where there is no host, else null
     */
    private record Known(
            List<MailHosts.Located> hosts, @Nullable Routing instead) {
        static Known none(Routing instead) {
            return new Known(List.of(), instead);
        }
    }

    @Override
    public CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain) {
        if (domain.isLiteral()) {
            return CompletableFuture.completedFuture(literal(domain));
        }
        CompletionStage<StsFinding> policy = published.sts(domain);
        return resolver.mx(domain.text())
                .thenCompose(answer -> exchangers(domain, answer))
                .toCompletableFuture()
                .completeOnTimeout(
                        Known.none(Routing.unknown("4.4.3", "DNS did not tell in time who takes mail for " + domain)),
                        settings.deadline().toNanos(),
                        TimeUnit.NANOSECONDS)
                .thenCombine(
                        policy, // its fetch has a deadline of its own
                        (known, found) -> known.instead != null
                                ? known.instead
                                : routing(domain, PublishedTls.withPolicy(domain, known.hosts, found.policy())));
    }

    private Routing routing(Domain domain, List<MailHosts.Located> hosts) {
        return new MailHosts(domain, hosts, settings, random).routing();
    }

    private Routing literal(Domain domain) {
        InetAddress address = AddressLiteral.parse(domain);
        if (address == null) {
            return Routing.none("5.1.3", domain + " is no address literal that is known here");
        }
        MailExchanger host = new MailExchanger(0, NetUtil.toAddressString(address));
        Answer<InetAddress> answer = Answer.found(List.of(address), Duration.ZERO, false);
        return routing(domain, List.of(new MailHosts.Located(host, answer, HostTls.OPEN)));
    }

    private CompletionStage<Known> exchangers(Domain domain, Answer<MailExchanger> answer) {
        return switch (answer.status()) {
            case FOUND -> exchangers(domain, answer.records(), answer.authenticated());
            case NO_DATA -> // the implicit MX: its own addresses say whether DANE holds (RFC 7672 §2.2.2)
                located(domain, List.of(new MailExchanger(0, domain.text())), true);
            case NO_SUCH_NAME ->
                CompletableFuture.completedFuture(Known.none(Routing.none("5.1.2", "there is no domain " + domain)));
            case FAILED, TIMED_OUT ->
                CompletableFuture.completedFuture(Known.none(Routing.unknown(
                        "4.4.3", "DNS can't tell now who takes mail for " + domain + ": " + answer.detail())));
        };
    }

    private CompletionStage<Known> exchangers(Domain domain, List<MailExchanger> records, boolean signed) {
        List<MailExchanger> hosts =
                records.stream().filter(record -> !record.isNull()).toList();
        if (hosts.isEmpty()) { // RFC 7505 §3; beside others a null MX says nothing
            return CompletableFuture.completedFuture(
                    Known.none(Routing.none("5.1.10", domain + " takes no mail: it has a null MX")));
        }
        return located(domain, Exchangers.ordered(hosts, random), signed);
    }

    /** @param signed whether the hosts are known securely: else DANE proves nothing (RFC 7672 §2.2.1) */
    private CompletionStage<Known> located(Domain domain, List<MailExchanger> ordered, boolean signed) {
        List<MailExchanger> others =
                Exchangers.before(record -> settings.ownNames().contains(record.host()), ordered);
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(Known.none(MailHosts.loop(domain)));
        }
        List<CompletableFuture<MailHosts.Located>> located = others.stream()
                .limit(settings.maxHosts())
                .map(host -> located(domain, host, signed).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(located.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        new Known(located.stream().map(CompletableFuture::join).toList(), null));
    }

    private CompletionStage<MailHosts.Located> located(Domain domain, MailExchanger host, boolean signed) {
        return resolver.addresses(host.host()).thenCompose(addresses -> {
            CompletionStage<HostTls> tls = signed
                    ? published.dane(domain, host.host(), settings.port(), addresses)
                    : CompletableFuture.completedFuture(HostTls.OPEN);
            return tls.thenApply(found -> new MailHosts.Located(host, addresses, found));
        });
    }
}
