package dev.postern.jca.inbound;

import dev.postern.jca.InboundMail;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail as the bean sees it: a view of a message that somebody else closes. */
final class ReceivedMail implements InboundMail {
    private final Envelope envelope;
    private final Message message;
    private @Nullable MimeMessage parsed;

    ReceivedMail(Envelope envelope, Message message) {
        this.envelope = envelope;
        this.message = message;
    }

    @Override
    public String id() {
        return envelope.id();
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public long size() {
        return message.size();
    }

    @Override
    public InputStream open() throws IOException {
        return message.open();
    }

    @Override
    public MimeMessage mimeMessage() throws IOException {
        if (parsed == null) {
            try (InputStream content = message.open()) {
                parsed = new MimeMessage(Session.getInstance(new Properties()), content);
            } catch (MessagingException e) {
                throw new IOException("the content of " + id() + " can't be parsed: " + e.getMessage(), e);
            }
        }
        return parsed;
    }

    @Override
    public String toString() {
        return envelope.toString();
    }
}
