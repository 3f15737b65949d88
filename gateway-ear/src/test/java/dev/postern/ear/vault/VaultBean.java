package dev.postern.ear.vault;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailConnection;
import dev.postern.jca.MailConnectionFactory;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.mail.MessageBuilder;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.resource.ResourceException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Objects;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Passes each mail on through the connection factory of the server's configuration that the recipient's local part names, at once; but for {@code seeks}: then it seeks the word
 * that the reverse-path has, backwards, among what our MBeans and the JVM's show.
 */
@MessageDriven(
        name = "VaultBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "vault"),
            // as Payara has it; a descriptor says it anew for WildFly
            @ActivationConfigProperty(propertyName = "keystorePassword", propertyValue = "${ALIAS=postern}")
        })
public class VaultBean implements MailListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    @SuppressWarnings("BanJNDI") // a name without a scheme is one of this server
    public void onMail(InboundMail mail) {
        try {
            String name = mail.envelope().recipients().get(0).localPart();
            if (name.equals("seeks")) {
                seek(backwards(mail));
            } else {
                send((MailConnectionFactory) new InitialContext().lookup("mail/" + name), mail);
            }
        } catch (NamingException | ResourceException | JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(MailConnectionFactory factory, InboundMail mail) throws ResourceException {
        try (MailConnection connection = factory.getConnection()) {
            connection.send(new MessageBuilder(mail.id(), Instant.now())
                    .from("desk@example.net")
                    .to("bob@example.net")
                    .subject("By a secret of the server")
                    .text("hello")
                    .build());
        } catch (MailSendException e) {
            throw new MailRejectedException(550, "5.0.0", String.valueOf(e.getMessage()));
        }
    }

    private static String backwards(InboundMail mail) {
        String word = Objects.requireNonNull(mail.envelope().reversePath()).localPart();
        return new StringBuilder(word).reverse().toString();
    }

    private static void seek(String word) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (String group : new String[] {"dev.postern:*", "java.lang:type=Runtime"}) {
            for (ObjectName bean : beans.queryNames(new ObjectName(group), null)) {
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(bean).getAttributes()) {
                    if (shown(beans, bean, attribute).contains(word)) {
                        throw new MailRejectedException(550, "5.0.0", attribute.getName() + " of " + bean);
                    }
                }
            }
        }
    }

    private static String shown(MBeanServer beans, ObjectName bean, MBeanAttributeInfo attribute) throws JMException {
        try {
            Object value = beans.getAttribute(bean, attribute.getName());
            return value instanceof String[] texts ? String.join("\n", texts) : String.valueOf(value);
        } catch (RuntimeMBeanException e) { // of one that this JVM does not support
            return "";
        }
    }
}
