package dev.postern.jca.outbound;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailConnection;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Message;
import dev.postern.smtp.journal.Batch;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as the application has it, until it closes it. */
final class ConnectionHandle implements MailConnection {
    private @Nullable PosternManagedConnection connection;

    ConnectionHandle(PosternManagedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void send(MimeMessage message) throws MailSendException {
        Message content = MimeContent.of(message);
        hand(OutgoingMail.ofFields(content, settings().senders()));
    }

    @Override
    public void send(MimeMessage message, @Nullable Address sender, List<Address> recipients) throws MailSendException {
        hand(OutgoingMail.of(
                MimeContent.of(message), sender, recipients, settings().senders()));
    }

    @Override
    public void send(Message message) throws MailSendException {
        hand(OutgoingMail.ofFields(message, settings().senders()));
    }

    @Override
    public void forward(InboundMail mail, @Nullable Address sender, List<Address> recipients) throws MailSendException {
        hand(OutgoingMail.forwarded(
                new Received(mail), sender, recipients, settings().senders()));
    }

    private void hand(OutgoingMail mail) throws MailSendException {
        PosternManagedConnection open = open();
        Batch transaction = open.transaction();
        if (transaction == null) {
            DirectSend.send(open.outlet().carrier(), mail);
            return;
        }
        try {
            transaction.add(mail.envelope(), mail.message());
        } catch (IOException e) {
            throw new MailSendException(
                    "the mail could not be kept for the commit in the journal "
                            + open.outlet().journal() + ": " + e.getMessage(),
                    e);
        }
    }

    private OutboundSettings settings() {
        return open().outlet().settings();
    }

    private PosternManagedConnection open() {
        PosternManagedConnection open = connection;
        if (open == null) {
            throw new IllegalStateException("the connection is closed");
        }
        return open;
    }

    void moveTo(PosternManagedConnection other) {
        if (connection != null) {
            connection.leave(this);
        }
        connection = other;
    }

    void invalidate() {
        connection = null;
    }

    @Override
    public void close() {
        PosternManagedConnection open = connection;
        connection = null;
        if (open != null) {
            open.closed(this);
        }
    }

    /** The content of a mail that came in, which its listener closes. */
    private record Received(InboundMail mail) implements Message {
        @Override
        public long size() {
            return mail.size();
        }

        @Override
        public InputStream open() throws IOException {
            return mail.open();
        }

        @Override
        public void close() {}
    }
}
