package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail on its way to several calls of beans, one after the other, each in its own transaction: the first that does not take its share ends
 * it, and its reply is the client's; unless the client hears of each recipient (RFC 2033 §4.2), so that the others get theirs. What was taken before that is remembered, so that it is not brought there again.
 */
final class SharedDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDelivery.class);
    private static final Reply TOO_LATE =
            Reply.of(451, "4.3.2", "The mail has taken too long; it stays with you, try again later");

    private static final Reply POISON = Reply.of(
            554, "5.6.0", "The application has failed on this mail again and again, and is not given it any more");

    private final Envelope envelope;
    private final Deque<Share> open;
    private final SharedMessage shared;
    private final Message message;
    private final Bindings bindings;
    private final ServedRecipients memory;
    private final @Nullable Map<Address, Reply> each;
    private final Set<Address> served = new HashSet<>();
    private final long begun = System.nanoTime();
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private @Nullable MailIdentity identity;
    private @Nullable Reply refusal;
    private int taken;

    /** @param each is told the reply for each recipient; null: the client hears one for all */
    SharedDelivery(
            Envelope envelope,
            List<Share> shares,
            Message message,
            Bindings bindings,
            ServedRecipients memory,
            @Nullable Map<Address, Reply> each) {
        this.envelope = envelope;
        this.open = new ArrayDeque<>(shares);
        this.shared = new SharedMessage(message);
        this.message = shared.hold();
        this.bindings = bindings;
        this.memory = memory;
        this.each = each;
    }

    /** Completes when it is known what became of the mail. */
    CompletionStage<Reply> reply() {
        return reply;
    }

    /** Ends without a bean. */
    void refuse(Reply answer) {
        message.close();
        reply.complete(answer);
    }

    /** Leaves out who has the mail already, and begins with the first bean; waits for none. */
    void begin() {
        try {
            recognise();
            Reply accepted = Reply.of(250, "2.0.0", "Accepted as " + envelope.id());
            tell(served, accepted);
            next(accepted);
        } catch (IOException | RuntimeException | Error e) { // a bug must not leave the client without a reply
            fail(e);
        }
    }

    private void recognise() throws IOException {
        String messageId = MailIdentity.messageId(message);
        if (messageId == null || (open.size() == 1 && !isKnown(messageId))) {
            return;
        }
        MailIdentity mail = MailIdentity.of(messageId, message);
        identity = mail;
        served.addAll(memory.of(mail));
        if (!served.isEmpty()) {
            LOG.info("{} has come before: {} of its recipients have it", envelope.id(), served.size());
            List<Share> left = open.stream()
                    .map(share -> share.without(served))
                    .filter(Objects::nonNull)
                    .toList();
            open.clear();
            open.addAll(left);
        }
    }

    private boolean isKnown(String messageId) {
        return memory.mayHold(messageId)
                || open.stream().anyMatch(share -> share.bean().failures().mayHold(messageId, share.envelope()));
    }

    private void next(Reply last) {
        Share share = open.peek();
        if (share == null) {
            end(refusal == null ? last : refusal);
        } else if (isTooLateFor(share)) {
            refused(share, TOO_LATE);
        } else if (isPoison(share, share.bean())) {
            bury(share);
        } else {
            bring(share, share.bean());
        }
    }

    private boolean isPoison(Share share, BoundBean bean) {
        return identity != null && bean.failures().isPoison(identity, share.envelope());
    }

    private void bury(Share share) {
        Bindings.Owner owner = bindings.deadLetter();
        if (owner == Bindings.Nobody.YET) {
            refused(share, BoundRecipients.LATER);
        } else if (owner instanceof Bindings.Present dead && !isPoison(share, dead.bean())) {
            LOG.warn(
                    "{} goes to the bean of dead letters: {} fails on it again and again", envelope.id(), share.bean());
            bring(share, dead.bean());
        } else {
            LOG.warn("{} is refused: {} fails on it again and again", envelope.id(), share.bean());
            refused(share, POISON);
        }
    }

    private void bring(Share share, BoundBean bean) {
        Message its = shared.hold();
        CompletionStage<Reply> answer;
        try {
            answer = bean.accept(share.envelope(), its);
        } catch (RuntimeException e) {
            its.close();
            fail(e);
            return;
        }
        answer.whenComplete((known, failure) -> {
            try {
                if (failure != null) {
                    fail(failure);
                } else if (known.isPositive()) {
                    taken(bean, known);
                    next(known);
                } else {
                    refused(share, known);
                }
            } catch (RuntimeException | Error e) { // a bug must not leave the client without a reply
                fail(e);
            }
        });
    }

    private void taken(BoundBean bean, Reply answer) {
        Envelope call = open.remove().envelope();
        if (identity != null) {
            bean.failures().forget(identity, call);
        }
        served.addAll(call.recipients());
        tell(call.recipients(), answer);
        taken++;
    }

    /** Ends it for all, unless each hears of itself. */
    private void refused(Share share, Reply answer) {
        if (each == null) {
            end(answer);
            return;
        }
        tell(share.envelope().recipients(), answer);
        refusal = refusal == null ? answer : refusal;
        open.remove();
        next(answer);
    }

    private void tell(Collection<Address> recipients, Reply answer) {
        if (each != null) {
            recipients.forEach(recipient -> each.put(recipient, answer));
        }
    }

    // the deadlines of the beans add up, and the client goes away in the end
    private boolean isTooLateFor(Share share) {
        Duration past = Duration.ofNanos(System.nanoTime() - begun);
        Duration latest = past.plus(share.bean().settings().replyDeadline());
        return (taken > 0 || refusal != null) && latest.compareTo(BeanSettings.LONGEST_DEADLINE) > 0;
    }

    private void end(Reply answer) {
        remember();
        refuse(answer);
    }

    private void fail(Throwable failure) {
        remember();
        message.close();
        reply.completeExceptionally(failure);
    }

    private void remember() {
        if (identity != null) {
            memory.note(identity, envelope.recipients(), served);
        }
        if (taken > 0 && (refusal != null || !open.isEmpty())) {
            LOG.warn(
                    "{} is not taken for all of its recipients: when it comes again, it goes to those alone who do not have it",
                    envelope.id());
        }
    }
}
