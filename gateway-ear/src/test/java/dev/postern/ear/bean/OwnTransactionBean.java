package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** A user's bean that begins and ends its transactions itself; the recipient's local part says how. */
@MessageDriven(
        name = "OwnTransactionBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@own.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0")
        })
@TransactionManagement(TransactionManagementType.BEAN)
public class OwnTransactionBean implements MailListener {
    @Resource
    private UserTransaction transaction;

    @Override
    public void onMail(InboundMail mail) {
        try {
            transaction.begin();
            switch (mail.envelope().recipients().get(0).localPart()) {
                case "awake", "commits" -> transaction.commit();
                case "rolls-back" -> transaction.rollback();
                case "commits-and-throws" -> {
                    transaction.commit();
                    throw new IllegalStateException("behind the commit");
                }
                case "refuses" -> {
                    transaction.rollback();
                    throw new MailRejectedException(550, "5.1.1", "No such ticket");
                }
                default -> throw new IllegalStateException("within the transaction");
            }
        } catch (NotSupportedException
                | RollbackException
                | HeuristicMixedException
                | HeuristicRollbackException
                | SystemException e) {
            throw new IllegalStateException(e);
        }
    }
}
