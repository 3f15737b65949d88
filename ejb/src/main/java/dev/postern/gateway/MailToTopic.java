package dev.postern.gateway;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;

/**
 * Writes each mail to the topic; the client is told 250 when the broker has it.
 *
 * <p>Kafka takes no part in the bean's transaction: when that fails behind the broker's acknowledgement, the client is told 451 and sends
 * the mail again, and the record that is left tells by its key, the mail's id, that nobody was promised anything for it.
 */
@MessageDriven(
        name = "MailToTopic",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = PublisherSettings.LISTENER),
            @ActivationConfigProperty(
                    propertyName = "messageSizeMax",
                    propertyValue = PublisherSettings.DEFAULT_MESSAGE_SIZE)
        })
public class MailToTopic implements MailListener {
    @EJB
    @SuppressWarnings("NullAway.Init") // the container sets it
    private MailPublisher publisher;

    @Override
    public void onMail(InboundMail mail) {
        publisher.publish(mail);
    }
}
