package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Brings each bean of a listener its share of a mail. */
final class ShareSink implements MailSink {
    private final Bindings bindings;
    private final Allotment allotment;
    private final ServedRecipients served = new ServedRecipients();

    ShareSink(Bindings bindings, WorkManager workers) {
        this.bindings = bindings;
        this.allotment = new Allotment(workers);
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
        return take(envelope, message, null);
    }

    @Override
    public CompletionStage<List<Reply>> acceptForEach(Envelope envelope, Message message) {
        Map<Address, Reply> each = new ConcurrentHashMap<>();
        return take(envelope, message, each)
                .thenApply(reply -> each.isEmpty()
                        ? List.of(reply)
                        : envelope.recipients().stream()
                                .map(recipient -> each.getOrDefault(recipient, reply))
                                .toList());
    }

    /** @param each is told the reply for each recipient, where they may differ; null: the first refusal ends it for all */
    private CompletionStage<Reply> take(Envelope envelope, Message message, @Nullable Map<Address, Reply> each) {
        List<Share> shares = Share.of(envelope, bindings);
        if (shares == null) { // its bean has gone since RCPT
            message.close();
            return CompletableFuture.completedFuture(BoundRecipients.LATER);
        }
        if (shares.size() == 1
                && served.isEmpty()
                && shares.get(0).bean().failures().size() == 0) {
            return shares.get(0).bean().accept(envelope, message);
        }
        SharedDelivery delivery = new SharedDelivery(envelope, shares, message, bindings, served, each);
        allotment.begin(delivery);
        return delivery.reply();
    }
}
