package dev.postern.ear.bean;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.Placeholder;
import dev.postern.jca.Recipient;
import dev.postern.jca.Subject;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** A user's bean whose methods say by annotation which mail they take; the client is told which it was, and in what transaction. */
@MessageDriven(
        name = "SortingBean",
        activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "sorting"))
public class SortingBean implements AnnotatedMailListener {
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Recipient("support+{ticket}@*")
    public void onAnswer(@Placeholder("ticket") long ticket, InboundMail mail) {
        tell("answer " + ticket + " of " + mail.envelope().reversePath());
    }

    @Recipient("support@*")
    @Subject("{word} please")
    public void onQuestion(@Placeholder("word") String word) {
        tell("question " + word);
    }

    @Recipient("taken@*")
    public void onOther() {}

    private void tell(String what) {
        throw new MailRejectedException(550, "5.0.0", what + " in status " + transactions.getTransactionStatus());
    }
}
