package dev.postern.smtp.server;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.DnsList;
import dev.postern.smtp.policy.DnsLists;
import dev.postern.smtp.policy.HelloName;
import dev.postern.smtp.policy.ReverseName;
import dev.postern.smtp.policy.SenderDomainResolves;
import dev.postern.smtp.policy.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of one listener that ask DNS, and the resolver that they share. */
final class DnsChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsChecks.class);

    /** A check asks one question after another at most so often. */
    private static final int QUESTIONS = 2;

    private final @Nullable DnsjavaResolver resolver;
    private final List<Check> checks;

    private DnsChecks(@Nullable DnsjavaResolver resolver, List<Check> checks) {
        this.resolver = resolver;
        this.checks = checks;
    }

    /** Makes them, those of clients for who is not trusted; what is needed to ask exists only where a check asks. */
    static DnsChecks of(DnsSettings settings, Trust trust) {
        if (!settings.isUsed()) {
            return new DnsChecks(null, List.of());
        }
        Duration timeout = Duration.ofMillis(settings.timeoutMillis());
        DnsjavaResolver resolver = settings.servers().isEmpty()
                ? DnsjavaResolver.ofSystem(timeout)
                : DnsjavaResolver.asking(settings.serverAddresses(), timeout);
        Duration deadline = timeout.multipliedBy(QUESTIONS);
        List<Check> checks = new ArrayList<>();
        if (!settings.blockLists().isEmpty()) {
            DnsLists lists =
                    new DnsLists(resolver, lists(settings.blockLists()), lists(settings.allowLists()), timeout);
            lists.listsOutOfOrder().thenAccept(DnsChecks::complain);
            checks.add(trust.orElse(lists));
        }
        if (settings.reverseName()) {
            checks.add(trust.orElse(new ReverseName(resolver, deadline)));
        }
        if (settings.helloName()) {
            checks.add(trust.orElse(new HelloName(resolver, deadline)));
        }
        if (settings.senderDomain()) {
            checks.add(new SenderDomainResolves(resolver, deadline));
        }
        return new DnsChecks(resolver, List.copyOf(checks));
    }

    List<Check> checks() {
        return checks;
    }

    @Override
    public void close() {
        if (resolver != null) {
            resolver.close();
        }
    }

    private static List<DnsList> lists(List<String> texts) {
        return texts.stream().map(DnsList::parse).toList();
    }

    private static void complain(List<DnsList> lists) {
        if (!lists.isEmpty()) {
            LOG.warn(
                    "These DNS lists do not list 127.0.0.2, as lists do that work (RFC 5782 §5): {}."
                            + " They may be given up, misspelt, or refuse to answer this machine's resolver",
                    lists);
        }
    }
}
