package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets users write as themselves only (RFC 6409 §6.1, §6.3): MAIL FROM, From in the header, or both must be theirs, else 550 5.7.1. The null
 * reverse-path passes: it is that of notices. Clients without login are not asked.
 */
public final class LoginMatchesSender implements Check {
    private static final CompletionStage<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPTED);
    private static final Verdict REFUSED_SENDER =
            new Verdict.Refused(Reply.of(550, "5.7.1", "The sender does not belong to who has logged in"));
    private static final Verdict REFUSED_FROM =
            new Verdict.Refused(Reply.of(550, "5.7.1", "From in the header does not belong to who has logged in"));

    private final LoginSenders senders;
    private final boolean envelopes;
    private final boolean headers;

    /**
     * @param envelopes whether MAIL FROM is judged
     * @param headers whether From in the header is judged
     */
    public LoginMatchesSender(LoginSenders senders, boolean envelopes, boolean headers) {
        this.senders = senders;
        this.envelopes = envelopes;
        this.headers = headers;
    }

    @Override
    public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        String user = client.user();
        return !envelopes || user == null || reversePath == null || senders.allow(user, reversePath)
                ? ACCEPTED
                : CompletableFuture.completedFuture(REFUSED_SENDER);
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        Client client = envelope.client();
        String user = client == null ? null : client.user();
        return !headers || user == null
                ? ACCEPTED
                : HeaderScan.of(message).thenApply(header -> isFrom(user, header) ? Verdict.ACCEPTED : REFUSED_FROM);
    }

    // a header in which readers could find another From than this is nobody's
    private boolean isFrom(String user, HeaderScan header) {
        if (header.count("From") != 1 || header.isTooLong() || header.isMalformed()) {
            return false;
        }
        try {
            return HeaderMailboxes.parse(header.from()).stream().allMatch(address -> senders.allow(user, address));
        } catch (MalformedAddressException e) {
            return false;
        }
    }
}
