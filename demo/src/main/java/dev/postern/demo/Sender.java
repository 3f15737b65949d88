package dev.postern.demo;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.MailId;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** The SMTP client at the start of a mail's way. */
final class Sender {
    private static final String FROM = "ann@example.org";
    private static final String TO = "bob@example.net";

    private final Duration patience;

    /** @param patience for each reply */
    Sender(Duration patience) {
        this.patience = patience;
    }

    /**
     * Sends a mail over a connection of its own.
     *
     * @return the reply to the content, which is positive
     * @throws IOException if the mail was not taken; with the server's reply, or what went wrong where it gave none
     */
    Reply send(int port, String subject, String text) throws IOException, InterruptedException {
        MessageBuilder mail = new MessageBuilder(
                        MailId.next(Clock.systemUTC()), Clock.systemUTC().instant())
                .from(FROM)
                .to(TO)
                .subject(subject)
                .text(text);
        Envelope envelope = Envelope.of("demo")
                .reversePath(Address.parse(FROM))
                .recipient(Address.parse(TO))
                .build();
        try (Deliverer client = new Deliverer(client(port), 1, 1);
                Message message = mail.build()) {
            Outcome outcome = client.deliver(envelope, message)
                    .toCompletableFuture()
                    .get()
                    .get(0);
            if (outcome instanceof Outcome.Delivered delivered) {
                return delivered.reply();
            }
            throw new IOException(
                    outcome instanceof Outcome.Deferred deferred
                            ? deferred.reason()
                            : ((Outcome.Bounced) outcome).reason());
        } catch (ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private SmtpClient client(int port) throws IOException {
        return SmtpClient.builder("127.0.0.1", port)
                .hello("client.example.org")
                .tls(TlsMode.NONE)
                .timeouts(patience, patience, patience, patience)
                .build();
    }
}
