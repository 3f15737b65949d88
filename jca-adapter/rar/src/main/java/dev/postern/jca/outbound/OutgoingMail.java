package dev.postern.jca.outbound;

import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.MailId;
import dev.postern.mail.Message;
import dev.postern.mail.MessageHeader;
import dev.postern.mail.OctetScan;
import dev.postern.mail.WithoutFields;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail that an application may send, and its envelope. */
record OutgoingMail(Envelope envelope, Message message) {
    private static final int BUFFER = 8_192;

    /** A mail from whom its fields name to whom they name. */
    static OutgoingMail ofFields(Message message, AllowedSenders senders) throws MailSendException {
        try {
            MessageHeader fields = MessageHeader.read(message);
            Address sender = fields.sender();
            if (sender == null) {
                throw new MailSendException("the mail names no sender: set its field From", null);
            }
            if (!senders.areAll()) {
                checkAuthors(fields, senders);
            }
            return forwarded(message, sender, fields.recipients(), senders);
        } catch (IOException | InvalidMailException e) {
            throw unreadable(e);
        }
    }

    /** A mail from this sender to these recipients. */
    static OutgoingMail of(Message message, @Nullable Address sender, List<Address> recipients, AllowedSenders senders)
            throws MailSendException {
        if (!senders.areAll()) {
            try {
                checkAuthors(MessageHeader.read(message), senders);
            } catch (IOException | InvalidMailException e) {
                throw unreadable(e);
            }
        }
        return forwarded(message, sender, recipients, senders);
    }

    private static void checkAuthors(MessageHeader fields, AllowedSenders senders) throws MailSendException {
        for (Address author : fields.authors()) {
            check(author, senders, "its field From or Sender");
        }
    }

    private static MailSendException unreadable(Exception cause) {
        return new MailSendException("the mail can't be read: " + cause.getMessage(), cause);
    }

    /** A mail of somebody else, from this sender to these recipients. */
    static OutgoingMail forwarded(
            Message message, @Nullable Address sender, List<Address> recipients, AllowedSenders senders)
            throws MailSendException {
        check(sender, senders, "its reverse-path");
        if (recipients.isEmpty()) {
            throw new MailSendException("the mail names no recipient: set its field To, Cc or Bcc", null);
        }
        try {
            Envelope envelope = Envelope.of(MailId.next(Clock.systemUTC()))
                    .reversePath(sender)
                    .recipients(recipients.stream().distinct().toList())
                    .body(isSevenBit(message) ? Envelope.Body.SEVEN_BIT : Envelope.Body.EIGHT_BIT_MIME)
                    .build();
            return new OutgoingMail(envelope, WithoutFields.outgoing(message));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static void check(@Nullable Address sender, AllowedSenders senders, String where) throws MailSendException {
        if (!senders.include(sender)) {
            throw new MailSendException(
                    "this connection factory does not allow to send as " + (sender == null ? "<>" : sender)
                            + ", which is " + where + ": see its setting senders",
                    null);
        }
    }

    private static boolean isSevenBit(Message message) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = message.open()) {
            for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                if (!OctetScan.isAscii(buffer, length)) {
                    return false;
                }
            }
        }
        return true;
    }
}
