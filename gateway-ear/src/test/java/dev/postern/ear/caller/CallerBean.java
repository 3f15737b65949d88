package dev.postern.ear.caller;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;

/** Tells the client whom the container takes it for. */
@PermitAll
@MessageDriven(
        name = "CallerBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "callers"),
            @ActivationConfigProperty(propertyName = "authRealm", propertyValue = "true"),
            @ActivationConfigProperty(propertyName = "authAllowPlaintext", propertyValue = "true")
        })
public class CallerBean implements MailListener {
    @Resource
    private MessageDrivenContext context;

    @Override
    public void onMail(InboundMail mail) {
        throw new MailRejectedException(
                550, "5.0.0", "caller " + context.getCallerPrincipal().getName());
    }
}
