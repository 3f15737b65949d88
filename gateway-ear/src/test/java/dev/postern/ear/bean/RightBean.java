package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** A user's bean that shares its listener with {@link LeftBean}, and tells the client what both have got. */
@MessageDriven(
        name = "RightBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "shared"),
            @ActivationConfigProperty(propertyName = "recipients", propertyValue = "*@right.example.net"),
            @ActivationConfigProperty(propertyName = "redeployGraceMs", propertyValue = "0"),
            @ActivationConfigProperty(propertyName = "failuresMax", propertyValue = "2")
        })
public class RightBean implements MailListener {
    static final Queue<String> GOT = new ConcurrentLinkedQueue<>();

    @Override
    public void onMail(InboundMail mail) {
        switch (mail.envelope().recipients().get(0).localPart()) {
            case "tells" -> throw new MailRejectedException(550, "5.0.0", "got " + told());
            case "watches" -> throw new MailRejectedException(550, "5.0.0", "at most " + mostActive());
            case "fails" -> throw new IllegalStateException("as it was told to");
            default -> GOT.add("right" + mail.envelope().recipients());
        }
    }

    /** What the adapter shows of this bean in JMX. */
    private static String mostActive() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName bean = new ObjectName("dev.postern:type=Bean,name=\"*RightBean*\"");
            return server.getAttribute(server.queryNames(bean, null).iterator().next(), "ActiveMost")
                    .toString();
        } catch (JMException e) {
            throw new IllegalStateException(e);
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
