package dev.postern.jca.inbound;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each bean of a listener its share of a mail. */
final class ShareSink implements MailSink {
    private static final Logger LOG = LoggerFactory.getLogger(ShareSink.class);

    private final Bindings bindings;
    private final WorkManager workers;
    private final ServedRecipients served = new ServedRecipients();

    ShareSink(Bindings bindings, WorkManager workers) {
        this.bindings = bindings;
        this.workers = workers;
    }

    @Override
    public CompletionStage<Reply> accept(Envelope envelope, Message message) {
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
        SharedDelivery delivery = new SharedDelivery(envelope, shares, message, bindings, served);
        try {
            workers.scheduleWork(delivery);
        } catch (WorkException e) {
            LOG.warn("{} is answered 451: no thread for it: {}", envelope.id(), e.toString());
            delivery.refuse(Dispatcher.NO_THREAD);
        }
        return delivery.reply();
    }
}
