package dev.postern.benchmarks.mdb.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Takes each mail in a transaction. */
@MessageDriven(
        name = "RequiredBean",
        activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "required"))
public class RequiredBean implements MailListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void onMail(InboundMail mail) {}
}
