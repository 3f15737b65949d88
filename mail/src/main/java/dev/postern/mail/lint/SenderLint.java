package dev.postern.mail.lint;

import dev.postern.mail.Client;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authentication;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ReverseLookup;
import dev.postern.mail.dns.ReverseStatus;
import dev.postern.mail.spf.SpfLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tries the rules of large providers on mails. What comes of it depends on mail, sending host, DNS and time only. Immutable. */
public final class SenderLint {
    private static final int LARGEST_HEADER = 256 << 10;

    /** Who judges is nobody's name: nothing of it is sent. */
    private static final String RECEIVER = "localhost";

    private final Resolver resolver;
    private final Clock clock;
    private final Authenticator authenticator;

    /** @param resolver which is asked for all of it, and not closed */
    public SenderLint(Resolver resolver, Clock clock) {
        this.resolver = resolver;
        this.clock = clock;
        this.authenticator = new Authenticator(resolver, SpfLimits.STANDARD, DkimPolicy.STANDARD, RECEIVER, clock);
    }

    /**
     * Reads a mail, on this thread, and tries all rules on it.
     *
     * @param message as it will be sent, its signatures included
     * @param host as receivers will see it: the address and the name of what sends to them, and whether by TLS
     * @param sender the reverse path without angle brackets; empty for the null path
     * @return a finding of each rule, in their order; a stage that does not fail
     * @throws InvalidMailException if the header is larger than 256 KiB or holds a NUL
     * @throws IOException if the mail can't be read
     */
    public CompletionStage<List<LintFinding>> check(Message message, Client host, String sender) throws IOException {
        Authentication authentication = authenticator.begin(host, sender);
        try (InputStream in = message.open()) {
            authentication.update(in);
        }
        CompletionStage<AuthResults> found = authentication.finish();
        HeaderFields fields = authentication.header().isPresent()
                ? authentication.header().get()
                : header(message); // what could not be judged is read for itself
        HeaderLint header = new HeaderLint(fields, clock.instant());
        List<LintFinding> findings = new ArrayList<>(header.findings());
        findings.add(SizeLint.finding(message.size()));
        findings.add(
                host.tls() != null
                        ? LintFinding.met(LintRule.TLS, "it travels by TLS")
                        : LintFinding.missed(LintRule.TLS, "it travels in the clear: let the client use STARTTLS"));
        return found.thenCombine(reverseName(host.address().getAddress()), (results, name) -> {
                    findings.add(name);
                    findings.addAll(OriginLint.findings(results));
                    findings.add(header.oneClick(results.dkim()));
                    return results;
                })
                .thenCompose(this::replies)
                .thenApply(replies -> {
                    findings.add(replies);
                    findings.sort((one, other) -> one.rule().compareTo(other.rule()));
                    return List.copyOf(findings);
                });
    }

    private static HeaderFields header(Message message) throws IOException {
        try (InputStream in = message.open()) {
            return HeaderFields.read(in, LARGEST_HEADER);
        }
    }

    private CompletionStage<LintFinding> reverseName(InetAddress address) {
        return ReverseLookup.status(resolver, address).thenApply(SenderLint::reverseName);
    }

    private static LintFinding reverseName(ReverseStatus status) {
        return switch (status) {
            case CONFIRMED -> LintFinding.met(LintRule.REVERSE_NAME, "the host's address has a name that leads back");
            case UNNAMED ->
                LintFinding.missed(
                        LintRule.REVERSE_NAME, "the host's address has no name: let its owner publish a PTR record");
            case UNCONFIRMED ->
                LintFinding.missed(
                        LintRule.REVERSE_NAME,
                        "the host's name does not lead back to its address: publish an A or AAAA record of that name");
            case UNKNOWN -> LintFinding.unknown(LintRule.REVERSE_NAME, "DNS can't be asked for the host's name now");
        };
    }

    private CompletionStage<LintFinding> replies(AuthResults results) {
        String author = results.dmarc().author();
        if (author.isEmpty()) {
            return CompletableFuture.completedFuture(
                    LintFinding.unknown(LintRule.REPLIES, "which domain the author is of can't be told"));
        }
        return resolver.mx(author).thenCompose(exchangers -> {
            boolean nullMx =
                    exchangers.isFound() && exchangers.records().stream().allMatch(mx -> mx.isNull());
            if (nullMx) {
                return CompletableFuture.completedFuture(LintFinding.missed(
                        LintRule.REPLIES,
                        author + " says that it takes no mail (RFC 7505): write in the name of a domain that does"));
            }
            return exchangers.status() == Answer.Status.NO_DATA
                    ? resolver.addresses(author).thenApply(addresses -> replies(author, addresses))
                    : CompletableFuture.completedFuture(replies(author, exchangers));
        });
    }

    private static LintFinding replies(String author, Answer<?> answer) {
        if (answer.isTemporary()) {
            return LintFinding.unknown(LintRule.REPLIES, "DNS can't be asked about " + author + " now");
        }
        return answer.isFound()
                ? LintFinding.met(LintRule.REPLIES, author + " takes mail")
                : LintFinding.missed(
                        LintRule.REPLIES,
                        author + " has no server that takes mail: publish an MX record, or write in another name");
    }
}
