package dev.postern.ear.bean;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.MailCall;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.Subject;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** A user's bean like {@link SortingBean} that works in no transaction, and shares its listener. */
@MessageDriven(
        name = "SortingOutsideBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "sorting"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@none.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0")
        })
public class SortingOutsideBean implements AnnotatedMailListener {
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMail(MailCall call) throws Exception {
        call.on(this);
    }

    @Subject("*")
    public void tell() {
        throw new MailRejectedException(550, "5.0.0", "status " + transactions.getTransactionStatus());
    }
}
