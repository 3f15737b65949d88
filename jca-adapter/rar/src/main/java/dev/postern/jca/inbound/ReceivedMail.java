package dev.postern.jca.inbound;

import dev.postern.jca.Destination;
import dev.postern.jca.InboundAttachment;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailSendException;
import dev.postern.jca.outbound.Onward;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageHeader;
import dev.postern.mail.content.MailContent;
import dev.postern.mail.content.ReplyText;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail as the bean sees it: a view of a message that somebody else closes. */
final class ReceivedMail implements InboundMail {
    private final Envelope envelope;
    private final Message message;
    private final Onward onward;
    private @Nullable MailContent content;
    private @Nullable MimeMessage parsed;

    ReceivedMail(Envelope envelope, Message message, Onward onward) {
        this.envelope = envelope;
        this.message = message;
        this.onward = onward;
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
    public @Nullable String tag(Address recipient) {
        return recipient.tag();
    }

    @Override
    public @Nullable String tag() {
        for (Address recipient : envelope.recipients()) {
            String tag = recipient.tag();
            if (tag != null) {
                return tag;
            }
        }
        return null;
    }

    @Override
    public @Nullable Address from() throws IOException {
        try {
            return MessageHeader.read(message).from();
        } catch (InvalidMailException e) { // what is no list of addresses names nobody
            return null;
        }
    }

    @Override
    public @Nullable String fingerprint() throws IOException {
        String messageId = MailIdentity.messageId(message);
        return messageId == null
                ? null
                : messageId + ' ' + MailIdentity.of(messageId, message).digest();
    }

    @Override
    public @Nullable String subject() throws IOException {
        return content().subject();
    }

    @Override
    public @Nullable String text() throws IOException {
        return content().text();
    }

    @Override
    public @Nullable String html() throws IOException {
        return content().html();
    }

    @Override
    public @Nullable String replyText() throws IOException {
        String text = text();
        return text == null ? null : ReplyText.of(text);
    }

    @Override
    public List<InboundAttachment> attachments() throws IOException {
        return content().files().stream()
                .<InboundAttachment>map(ReceivedAttachment::new)
                .toList();
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
    public void deliver(Destination destination, List<Address> recipients) throws MailSendException {
        onward.deliver(envelope, message, destination, recipients);
    }

    private MailContent content() throws IOException {
        if (content == null) {
            content = MailContent.of(message);
        }
        return content;
    }

    @Override
    public String toString() {
        return envelope.toString();
    }
}
