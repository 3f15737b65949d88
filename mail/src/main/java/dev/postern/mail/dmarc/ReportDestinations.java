package dev.postern.mail.dmarc;

import dev.postern.mail.Address;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.TimedResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds who may get reports: a domain can name mailboxes of others, which must have agreed to that, or it would be a way to flood them (RFC
 * 9990 §4). Immutable.
 */
public final class ReportDestinations {
    /** RFC 9990 §3.5: the most destinations of one policy. */
    private static final int MOST = 10;

    private static final int MAX_NAME = 253; // RFC 1035 §2.3.4, as text

    /** For all questions about one policy. */
    private static final Duration TIME = Duration.ofMinutes(1);

    private final Resolver resolver;
    private final Duration time;

    /** @param resolver which is asked, for a minute at most, and not closed */
    public ReportDestinations(Resolver resolver) {
        this(resolver, TIME);
    }

    ReportDestinations(Resolver resolver, Duration time) {
        this.resolver = resolver;
        this.time = time;
    }

    /**
     * Who may get reports.
     *
     * @param mailboxes in the order of the policy; ten at most. Other ways than mail are passed over
     * @param temporary whether there may be more, of whom DNS could not be asked now
     */
    public record Destinations(List<Address> mailboxes, boolean temporary) {
        /** Keeps a copy of the list. */
        public Destinations {
            mailboxes = List.copyOf(mailboxes);
        }

        private Destinations and(List<Address> more, boolean unknown) {
            List<Address> all = new ArrayList<>(mailboxes);
            all.addAll(more);
            return new Destinations(all.stream().distinct().toList(), temporary || unknown);
        }
    }

    /** Those of the reports of all mail that a policy asks for (rua). The stage never fails, and is completed on a thread of the resolver, or of the JDK's timer. */
    public CompletionStage<Destinations> of(PublishedPolicy policy) {
        List<Address> named = mailboxes(policy.record());
        Search search = new Search(
                policy.domain(), named.subList(0, Math.min(MOST, named.size())), new TimedResolver(resolver, time));
        return search.next(0, new Destinations(List.of(), false));
    }

    private static List<Address> mailboxes(DmarcRecord record) {
        return record.aggregateReports().stream()
                .map(ReportUri::mailbox)
                .flatMap(Optional::stream)
                .filter(mailbox -> !mailbox.domain().isLiteral())
                .toList();
    }

    /** The destinations of one policy, one after the other. */
    private static final class Search {
        private final String domain;
        private final List<Address> named;
        private final Resolver asked;
        private final TreeWalk walk;

        Search(String domain, List<Address> named, Resolver asked) {
            this.domain = domain;
            this.named = named;
            this.asked = asked;
            this.walk = new TreeWalk(new PolicyRecords(asked));
        }

        CompletionStage<Destinations> next(int index, Destinations sofar) {
            if (index == named.size()) {
                return CompletableFuture.completedFuture(sofar);
            }
            Address mailbox = named.get(index);
            return isOwn(mailbox.domain().text())
                    .thenCompose(own -> own.isEmpty()
                            ? CompletableFuture.completedFuture(sofar.and(List.of(), true))
                            : own.get()
                                    ? CompletableFuture.completedFuture(sofar.and(List.of(mailbox), false))
                                    : agreed(mailbox, sofar))
                    .thenCompose(known -> next(index + 1, known));
        }

        /** Whether a host is of the same organization; empty where that can't be known now. */
        private CompletionStage<Optional<Boolean>> isOwn(String host) {
            if (host.equals(domain)) {
                return CompletableFuture.completedFuture(Optional.of(true));
            }
            return walk.from(domain)
                    .thenCompose(ours -> walk.from(host)
                            .thenApply(theirs -> ours.temporary() || theirs.temporary()
                                    ? Optional.empty()
                                    : Optional.of(ours.organization().equals(theirs.organization()))));
        }

        private CompletionStage<Destinations> agreed(Address mailbox, Destinations sofar) {
            String name = domain + "._report._dmarc." + mailbox.domain().text();
            return name.length() > MAX_NAME
                    ? CompletableFuture.completedFuture(sofar)
                    : asked.txt(name).thenApply(answer -> sofar.and(agreed(mailbox, answer), answer.isTemporary()));
        }

        /** The mailbox, or those of the same host that are named instead; none where it does not agree, or names other hosts. */
        private List<Address> agreed(Address mailbox, Answer<String> answer) {
            List<DmarcRecord> records = answer.records().stream()
                    .map(DmarcRecord::parse)
                    .flatMap(Optional::stream)
                    .toList();
            if (records.isEmpty()) {
                return List.of();
            }
            List<Address> others = records.stream()
                    .flatMap(record -> mailboxes(record).stream())
                    .limit(MOST)
                    .toList();
            if (others.isEmpty()) {
                return List.of(mailbox);
            }
            boolean sameHost = others.stream().allMatch(other -> other.domain().equals(mailbox.domain()));
            return sameHost ? others : List.of();
        }
    }
}
