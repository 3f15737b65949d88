package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.MailId;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.client.ConnectionObserver;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.dane.DaneIdentity;
import dev.postern.smtp.disk.DurableFiles;
import dev.postern.smtp.sts.StsPolicies;
import dev.postern.smtp.sts.StsPolicy;
import dev.postern.smtp.tlsrpt.AppliedPolicy;
import dev.postern.smtp.tlsrpt.DomainReport;
import dev.postern.smtp.tlsrpt.FailureDetail;
import dev.postern.smtp.tlsrpt.ReportJson;
import dev.postern.smtp.tlsrpt.ReportRecord;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.smtp.tlsrpt.SessionCounts;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how connections were protected, and writes a report for each domain that asks for one (RFC 8460), once a day is over: into a directory, from which
 * somebody may send it. What was counted of a day is lost when the process ends before. The first connection of a day has the reports of the one before written.
 */
public final class TlsReports implements ConnectionObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReports.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SessionCounts counts;
    private final Resolver resolver;
    private final @Nullable StsPolicies sts;
    private final Path directory;
    private final String sender;
    private final Clock clock;
    private final AtomicLong day;
    private final ExecutorService writer;

    /**
     * @param resolver who is asked whether a domain wants reports
     * @param sts the policies of MTA-STS, or null; stays open
     * @param sender our own host name, by which reports are known
     * @throws IOException if the directory can't be made
     */
    public TlsReports(Path directory, String sender, Resolver resolver, @Nullable StsPolicies sts, Clock clock)
            throws IOException {
        DurableFiles.createPrivate(directory);
        this.directory = directory;
        this.sender = sender;
        this.resolver = resolver;
        this.sts = sts;
        this.clock = clock;
        this.counts = new SessionCounts(clock);
        this.day = new AtomicLong(today());
        this.writer = Executors.newSingleThreadExecutor(new DefaultThreadFactory("postern-tls-reports", true));
    }

    @Override
    public void connected(Set<Domain> domains, MailServer server, @Nullable ResultType fault) {
        String address = address(server);
        // a relay's, which is ours to choose and no host of the domain, is looked up at each connection
        if (address == null) {
            return;
        }
        FailureDetail failure = fault == null ? null : new FailureDetail(fault, server.name(), address);
        domains.stream()
                .filter(domain -> !domain.isLiteral())
                .forEach(domain -> counts.count(domain, policy(domain, server.assurance()), failure));
        long before = day.get();
        long today = today();
        if (before != today && day.compareAndSet(before, today)) {
            try {
                writer.execute(this::writeFinished);
            } catch (RejectedExecutionException closed) {
                LOG.debug("reports of {} come too late to be written", LocalDate.ofEpochDay(before));
            }
        }
    }

    private static @Nullable String address(MailServer server) {
        return server.address() instanceof InetSocketAddress at && at.getAddress() != null
                ? NetUtil.toAddressString(at.getAddress())
                : null;
    }

    private AppliedPolicy policy(Domain domain, @Nullable Assurance assurance) {
        if (assurance == null) {
            return AppliedPolicy.NONE;
        }
        if (assurance.policy() == Assurance.Policy.DANE) {
            DaneIdentity identity = assurance.identity();
            return new AppliedPolicy(
                    AppliedPolicy.Type.TLSA, identity == null ? List.of() : identity.records(), List.of());
        }
        StsPolicy policy = sts == null ? null : sts.known(domain);
        return new AppliedPolicy(
                AppliedPolicy.Type.STS,
                policy == null ? List.of() : policy.text().lines().toList(),
                policy == null ? List.of() : policy.hosts());
    }

    private void writeFinished() {
        counts.takeFinished().forEach(this::write);
    }

    private void write(DomainReport report) {
        List<String> texts = resolver.txt(ReportRecord.nameFor(report.domain().text()))
                .thenApply(answer -> answer.records())
                .toCompletableFuture()
                .completeOnTimeout(List.of(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        ReportRecord wanted = ReportRecord.of(texts).orElse(null);
        if (wanted == null) {
            return;
        }
        String id = MailId.next(clock);
        Path file = directory.resolve(fileName(report, id));
        Path made = directory.resolve("." + id);
        try {
            try (OutputStream out = Files.newOutputStream(made)) {
                new ReportJson(sender, "postmaster@" + sender).write(report, id + "@" + sender, out);
            }
            DurableFiles.publish(made, file);
            LOG.info("{} wants its report on TLS at {}: {}", report.domain(), wanted.destinations(), file);
        } catch (IOException e) {
            LOG.warn("the report on TLS for {} can't be written: {}", report.domain(), e.getMessage());
        }
    }

    // RFC 8460 §5.1
    private String fileName(DomainReport report, String id) {
        long begin = report.day().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        long end = report.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1;
        return sender + "!" + report.domain() + "!" + begin + "!" + end + "!" + id + ".json";
    }

    private long today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }

    /** Waits for the reports of days that are over. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("reports on TLS could not be written to {} in time", directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
