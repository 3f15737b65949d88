package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** A user's bean that shares its listener with {@link RightBean}, and notes what it gets. */
@MessageDriven(
        name = "LeftBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@left.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0")
        })
public class LeftBean implements MailListener {
    @Override
    public void onMail(InboundMail mail) {
        RightBean.GOT.add("left" + mail.envelope().recipients());
    }
}
