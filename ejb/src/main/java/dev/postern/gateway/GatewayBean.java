package dev.postern.gateway;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * Takes the mail of the gateway's listener; the client is told 250 when all to whom the {@link MailRouter} brings it have it.
 *
 * <p>In no transaction: topics, servers and mailboxes take part in none. So a mail that has reached the bean is never given up by the listener's deadline while somebody
 * takes it.
 */
@MessageDriven(
        name = "GatewayBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = PublisherSettings.LISTENER),
            @ActivationConfigProperty(
                    propertyName = "messageSizeMax",
                    propertyValue = PublisherSettings.DEFAULT_MESSAGE_SIZE),
            @ActivationConfigProperty(
                    propertyName = "recipientVerifierClass",
                    propertyValue = "dev.postern.gateway.RoutedRecipients")
        })
public class GatewayBean implements MailListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMail(InboundMail mail) {
        MailRouter router = CurrentRouter.get();
        if (router == null) {
            throw Gateway.stopping();
        }
        router.route(mail);
    }
}
