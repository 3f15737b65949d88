package dev.postern.benchmarks.chaos.redeploy.left;

import dev.postern.benchmarks.chaos.redeploy.note.Note;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Takes the mail of one domain, in a transaction. */
@MessageDriven(
        name = "LeftBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@left.example")
        })
public class LeftBean implements MailListener {
    @Override
    public void onMail(InboundMail mail) {
        Note.of(mail);
    }
}
