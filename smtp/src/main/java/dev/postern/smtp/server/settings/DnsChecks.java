package dev.postern.smtp.server.settings;

import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.policy.DnsList;
import dev.postern.smtp.policy.DnsLists;
import dev.postern.smtp.policy.HelloName;
import dev.postern.smtp.policy.ReverseName;
import dev.postern.smtp.policy.SenderDomainResolves;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks that ask DNS of client and sender. */
final class DnsChecks {
    private static final Logger LOG = LoggerFactory.getLogger(DnsChecks.class);

    /** A check asks one question after another at most so often. */
    private static final int QUESTIONS = 2;

    private DnsChecks() {}

    static void add(DnsSettings settings, ListenerParts parts) {
        Duration timeout = settings.timeout();
        Resolver resolver = parts.resolver(settings);
        Duration deadline = timeout.multipliedBy(QUESTIONS);
        if (!settings.blockLists().isEmpty()) {
            DnsLists lists =
                    new DnsLists(resolver, lists(settings.blockLists()), lists(settings.allowLists()), timeout);
            lists.listsOutOfOrder().thenAccept(DnsChecks::complain);
            parts.addForStrangers(lists);
        }
        if (settings.reverseName()) {
            parts.addForStrangers(new ReverseName(resolver, deadline));
        }
        if (settings.helloName()) {
            parts.addForStrangers(new HelloName(resolver, deadline));
        }
        if (settings.senderDomain()) {
            parts.add(new SenderDomainResolves(resolver, deadline));
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
