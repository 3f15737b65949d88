package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.Resolver;
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

    /** @param random chooses between hosts of the same preference; used by several threads at the same time */
    public MxRouter(Resolver resolver, MxSettings settings, Random random) {
        this.resolver = resolver;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain) {
        if (domain.isLiteral()) {
            return CompletableFuture.completedFuture(literal(domain));
        }
        return resolver.mx(domain.text())
                .thenCompose(answer -> exchangers(domain, answer))
                .toCompletableFuture()
                .completeOnTimeout(
                        Routing.unknown("4.4.3", "DNS did not tell in time who takes mail for " + domain),
                        settings.deadline().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private Routing literal(Domain domain) {
        InetAddress address = AddressLiteral.parse(domain);
        if (address == null) {
            return Routing.none("5.1.3", domain + " is no address literal that is known here");
        }
        MailExchanger host = new MailExchanger(0, NetUtil.toAddressString(address));
        Answer<InetAddress> answer = Answer.found(List.of(address), Duration.ZERO, false);
        return new MailHosts(domain, List.of(new MailHosts.Located(host, answer)), settings, random).routing();
    }

    private CompletionStage<Routing> exchangers(Domain domain, Answer<MailExchanger> answer) {
        return switch (answer.status()) {
            case FOUND -> exchangers(domain, answer.records());
            case NO_DATA -> located(domain, List.of(new MailExchanger(0, domain.text()))); // the implicit MX
            case NO_SUCH_NAME ->
                CompletableFuture.completedFuture(Routing.none("5.1.2", "there is no domain " + domain));
            case FAILED, TIMED_OUT ->
                CompletableFuture.completedFuture(Routing.unknown(
                        "4.4.3", "DNS can't tell now who takes mail for " + domain + ": " + answer.detail()));
        };
    }

    private CompletionStage<Routing> exchangers(Domain domain, List<MailExchanger> records) {
        List<MailExchanger> hosts =
                records.stream().filter(record -> !record.isNull()).toList();
        if (hosts.isEmpty()) { // RFC 7505 §3; beside others a null MX says nothing
            return CompletableFuture.completedFuture(
                    Routing.none("5.1.10", domain + " takes no mail: it has a null MX"));
        }
        return located(domain, Exchangers.ordered(hosts, random));
    }

    private CompletionStage<Routing> located(Domain domain, List<MailExchanger> ordered) {
        List<MailExchanger> others =
                Exchangers.before(record -> settings.ownNames().contains(record.host()), ordered);
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(MailHosts.loop(domain));
        }
        List<CompletableFuture<MailHosts.Located>> located = others.stream()
                .limit(settings.maxHosts())
                .map(host -> resolver.addresses(host.host())
                        .thenApply(addresses -> new MailHosts.Located(host, addresses))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(located.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<MailHosts.Located> hosts =
                            located.stream().map(CompletableFuture::join).toList();
                    return new MailHosts(domain, hosts, settings, random).routing();
                });
    }
}
