package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A user's bean that shares its listener with {@link LeftBean}, and tells the client what both have got. */
@MessageDriven(
        name = "RightBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@right.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0")
        })
public class RightBean implements MailListener {
    static final Queue<String> GOT = new ConcurrentLinkedQueue<>();

    @Override
    public void onMail(InboundMail mail) {
        switch (mail.envelope().recipients().get(0).localPart()) {
            case "tells" -> throw new MailRejectedException(550, "5.0.0", "got " + told());
            case "fails" -> throw new IllegalStateException("as it was told to");
            default -> GOT.add("right" + mail.envelope().recipients());
        }
    }

    private static String told() {
        StringJoiner told = new StringJoiner(" ");
        for (String got = GOT.poll(); got != null; got = GOT.poll()) {
            told.add(got);
        }
        return told.toString();
    }
}
