package dev.postern.ear.crash;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailConnection;
import dev.postern.jca.MailConnectionFactory;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailSendException;
import dev.postern.mail.MessageBuilder;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.ResourceException;
import java.time.Instant;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Passes each mail on through two connection factories of the server's configuration; the recipient's local part says at which step of the commit the server is to end. */
@MessageDriven(
        name = "CrashBean",
        activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "crash"))
public class CrashBean implements MailListener {
    @Override
    public void onMail(InboundMail mail) {
        String step = step(mail);
        send("first", mail, "first " + step);
        send("second", mail, "second " + step);
    }

    /** Where the agent hears of the step. */
    private static String step(InboundMail mail) {
        return mail.envelope().recipients().get(0).localPart();
    }

    private static void send(String factory, InboundMail mail, String subject) {
        try (MailConnection connection = factory(factory).getConnection()) {
            connection.send(new MessageBuilder(mail.id(), Instant.now())
                    .from("desk@example.net")
                    .to("bob@example.net")
                    .subject(subject)
                    .text("hello")
                    .build());
        } catch (NamingException | ResourceException | MailSendException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("BanJNDI") // a name without a scheme is one of this server
    private static MailConnectionFactory factory(String name) throws NamingException {
        return (MailConnectionFactory) new InitialContext().lookup("mail/" + name);
    }
}
