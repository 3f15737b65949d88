package dev.postern.kafka.sink;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.delivery.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Sends a mail as a sink would, and waits for what comes of it. */
final class OneMail {
    private OneMail() {}

    static Outcome from(Address sender, Delivery delivery) throws Exception {
        Envelope envelope = Envelope.of("ID")
                .reversePath(sender)
                .recipient(Address.parse("bob@example.net"))
                .build();
        Message message = Message.of("Subject: x\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        return delivery.deliverer()
                .deliver(envelope, message)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .get(0);
    }
}
