package dev.postern.benchmarks.mdb.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Takes each mail without a transaction. */
@MessageDriven(
        name = "NotSupportedBean",
        activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "not-supported"))
public class NotSupportedBean implements MailListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMail(InboundMail mail) {}
}
