package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** A user's bean that works in no transaction; the recipient's local part says what it does. */
@MessageDriven(
        name = "NoTransactionBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@none.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0")
        })
public class NoTransactionBean implements MailListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMail(InboundMail mail) {
        switch (mail.envelope().recipients().get(0).localPart()) {
            case "throws" -> throw new IllegalStateException("as it was told to");
            case "throws-an-application-exception" -> throw new LenientException();
            case "refuses" -> throw new MailRejectedException(550, "5.1.1", "No such ticket");
            default -> {}
        }
    }
}
