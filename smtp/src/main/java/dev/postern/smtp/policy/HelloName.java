package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.Reply;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail only from clients that give at EHLO or HELO a fully qualified name with an address, or an address literal (RFC 5321 §2.3.5).
 * Whether it is the client's own address is not asked. Clients on this machine or link pass.
 *
 * <p>Whoever uses this leaves the standard: RFC 5321 §4.1.4 forbids to refuse mail because this name can't be verified. Many senders that want mail
 * to arrive give names that nobody knows, so it is off unless switched on.
 *
 * <p>Refuses with 550 5.7.1, with 451 4.4.3 while the name can't be looked up.
 */
public final class HelloName implements Check {
    private static final String IPV6_TAG = "ipv6:";
    private static final Verdict NOT_QUALIFIED = new Verdict.Refused(
            Reply.of(550, "5.7.1", "The name in EHLO is neither a fully qualified domain name nor an address literal"));
    private static final Verdict NO_ADDRESS =
            new Verdict.Refused(Reply.of(550, "5.7.1", "The name in EHLO has no address"));
    private static final Verdict UNKNOWN =
            new Verdict.Refused(Reply.of(451, "4.4.3", "The name in EHLO can't be looked up now, try again later"));

    private final Resolver resolver;
    private final Duration deadline;

    /** @param deadline of one verdict, above what the resolver needs for a question */
    public HelloName(Resolver resolver, Duration deadline) {
        this.resolver = resolver;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (ClientAddress.isLocal(client)) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        Domain name;
        try {
            name = Domain.parse(client.helo());
        } catch (MalformedAddressException e) {
            return CompletableFuture.completedFuture(NOT_QUALIFIED);
        }
        if (name.isLiteral()) {
            return CompletableFuture.completedFuture(isAddress(name.text()) ? Verdict.ACCEPTED : NOT_QUALIFIED);
        }
        if (name.text().indexOf('.') < 0) {
            return CompletableFuture.completedFuture(NOT_QUALIFIED);
        }
        return resolver.addresses(name.text())
                .thenApply(answer -> switch (answer.status()) {
                    case FOUND -> Verdict.ACCEPTED;
                    case NO_DATA, NO_SUCH_NAME -> NO_ADDRESS;
                    case FAILED, TIMED_OUT -> UNKNOWN;
                })
                .toCompletableFuture()
                .completeOnTimeout(UNKNOWN, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    // RFC 5321 §4.1.3: [192.0.2.1] or [IPv6:2001:db8::1]
    private static boolean isAddress(String literal) {
        String content = literal.substring(1, literal.length() - 1);
        if (!content.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG)) {
            return NetUtil.isValidIpV4Address(content);
        }
        String address = content.substring(IPV6_TAG.length());
        return NetUtil.isValidIpV6Address(address) && address.indexOf('%') < 0 && address.indexOf('[') < 0;
    }
}
