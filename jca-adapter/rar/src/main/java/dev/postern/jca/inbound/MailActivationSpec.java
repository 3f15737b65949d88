package dev.postern.jca.inbound;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The activation configuration of a message-driven bean: the settings of the bean, and those of its listener.
 *
 * <p>What they mean stands with each field, from which docs/config.md is made. Any of them may be given or overridden from outside once
 * the activation has a {@code name}: see {@link ListenerConfiguration}.
 */
public final class MailActivationSpec extends ListenerProperties implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(
            description =
                    "The listener's name, in lower case letters, digits and dashes. With it, each setting may be given from outside:"
                            + " listenPort of the listener orders by the system property postern.orders.listen.port, else by the environment"
                            + " variable POSTERN_ORDERS_LISTEN_PORT; both come before the activation configuration.")
    private String name = "";

    @ConfigProperty(
            description =
                    "The most mails that are with the bean at the same time; the others wait for their turn. Keep it within the bean's"
                            + " pool: 32 on Payara; on WildFly it depends on the processors.")
    private int deliveriesMax = 8;

    @ConfigProperty(
            description =
                    "How long a client waits for the bean's transaction, in milliseconds, before it is answered 451 and the transaction"
                            + " rolls back; below the transaction timeout, and below the 10 minutes of RFC 5321 §4.5.3.2.6.")
    private long replyDeadlineMs = 120_000;

    @ConfigProperty(description = "Whether Bcc fields are removed from messages.")
    private boolean stripBcc = true;

    @ConfigProperty(
            description =
                    "The recipients whose mail the bean takes where several beans share a listener: bob@example.org, support+*@example.org, *@sales.example.org;"
                            + " the most specific pattern of them all wins, and others are refused with 550 5.1.1. Empty: all that is no other"
                            + " bean's.")
    private String recipients = "";

    @ConfigProperty(
            description =
                    "How often the bean is called for a mail to several of its recipients: message, once with all of them, or recipient, once"
                            + " for each with that one alone; a client of LMTP is then told for each what became of it.")
    private String deliveryMode = DeliveryMode.MESSAGE.toString();

    @ConfigProperty(
            description =
                    "How long mail for the bean's recipients is answered 451 after the bean has gone while others keep the listener open, and"
                            + " after the listener has opened mail for recipients without a bean, in milliseconds; then it is refused, or"
                            + " goes to a bean with a less specific pattern.")
    private long redeployGraceMs = 300_000;

    @ConfigProperty(
            description =
                    "How often the bean fails on a mail that comes again, by Message-ID and digest of the body, until that is refused with 554 5.6.0 or goes to the bean"
                            + " with deadLetter=true; a try counts only if the bean has taken another mail since the one before. What has"
                            + " failed is forgotten at a restart and when the bean is deployed anew. 0: for ever.")
    private int failuresMax = 10;

    @ConfigProperty(
            description =
                    "Whether the bean gets the mail that the other beans of its listener fail on failuresMax times, and none else; one for"
                            + " each listener.")
    private boolean deadLetter = false;

    private transient @Nullable ResourceAdapter resourceAdapter;

    /** @throws InvalidPropertyException naming each setting that is wrong, its value, and what is allowed */
    @Override
    public void validate() throws InvalidPropertyException {
        ListenerConfiguration.of(this);
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter value) {
        this.resourceAdapter = value;
    }

    public String getName() {
        return name;
    }

    public void setName(String value) {
        this.name = value;
    }

    public int getDeliveriesMax() {
        return deliveriesMax;
    }

    public void setDeliveriesMax(int value) {
        this.deliveriesMax = value;
    }

    public long getReplyDeadlineMs() {
        return replyDeadlineMs;
    }

    public void setReplyDeadlineMs(long value) {
        this.replyDeadlineMs = value;
    }

    public boolean isStripBcc() {
        return stripBcc;
    }

    public void setStripBcc(boolean value) {
        this.stripBcc = value;
    }

    public String getRecipients() {
        return recipients;
    }

    public void setRecipients(String value) {
        this.recipients = value;
    }

    public String getDeliveryMode() {
        return deliveryMode;
    }

    public void setDeliveryMode(String value) {
        this.deliveryMode = value;
    }

    public long getRedeployGraceMs() {
        return redeployGraceMs;
    }

    public void setRedeployGraceMs(long value) {
        this.redeployGraceMs = value;
    }

    public int getFailuresMax() {
        return failuresMax;
    }

    public void setFailuresMax(int value) {
        this.failuresMax = value;
    }

    public boolean isDeadLetter() {
        return deadLetter;
    }

    public void setDeadLetter(boolean value) {
        this.deadLetter = value;
    }
}
