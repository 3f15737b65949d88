package dev.postern.jca;

import dev.postern.mail.Address;
import dev.postern.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail. Within a JTA transaction the mail leaves when the transaction has committed, and not at all when it rolls back; a server that is busy is then asked again for
 * days, and who sent the mail hears by mail what could not be delivered. Outside of a transaction it leaves at once, and an exception tells who did not get it.
 *
 * <p>Used by one thread at a time.
 */
public interface MailConnection extends AutoCloseable {
    /**
     * Sends a message from whom its fields Sender or From name to all whom To, Cc and Bcc name. Bcc itself does not leave.
     *
     * @throws MailSendException if someone does not get it, or it can't be kept for the commit; within a transaction nothing is sent then
     */
    void send(MimeMessage message) throws MailSendException;

    /**
     * Sends a message, whomever its fields name.
     *
     * @param sender the reverse-path, to which notifications go; null: nobody is told
     * @param recipients at least one
     * @throws MailSendException as {@link #send(MimeMessage)}
     */
    void send(MimeMessage message, @Nullable Address sender, List<Address> recipients) throws MailSendException;

    /**
     * Sends a message that {@link dev.postern.mail.MessageBuilder} has built, say, from whom its fields name to whom they name.
     *
     * @param message is read before this returns, and not closed
     * @throws MailSendException as {@link #send(MimeMessage)}
     */
    void send(Message message) throws MailSendException;

    /**
     * Passes a mail on as it came.
     *
     * @param sender the reverse-path; null: nobody is told of failure
     * @param recipients at least one
     * @throws MailSendException as {@link #send(MimeMessage)}
     */
    void forward(InboundMail mail, @Nullable Address sender, List<Address> recipients) throws MailSendException;

    /** Gives the connection back; what was sent through it stays sent. */
    @Override
    void close();
}
