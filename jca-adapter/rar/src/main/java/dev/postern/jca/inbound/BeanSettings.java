package dev.postern.jca.inbound;

import java.time.Duration;

/**
 * What is set for one bean, whichever other beans share its listener.
 *
 * @param recipients whom it takes mail for
 * @param mode how often it is called for a mail
 * @param deliveries the most mails that are with it at the same time
 * @param replyDeadline how long a client waits for its transaction
 * @param redeployGrace how long mail for its recipients waits for it to come back
 * @param stripBcc whether Bcc fields are removed
 * @param failures how often it fails on a mail before that is poison; 0: for ever
 * @param deadLetter whether it takes the poison of the others, and nothing else
 */
record BeanSettings(
        BeanRecipients recipients,
        DeliveryMode mode,
        int deliveries,
        Duration replyDeadline,
        Duration redeployGrace,
        boolean stripBcc,
        int failures,
        boolean deadLetter) {
    // RFC 5321 §4.5.3.2.6: a client waits 10 minutes for the reply to its content
    static final Duration LONGEST_DEADLINE = Duration.ofSeconds(570);

    private static final int MOST_FAILURES = 1_000;
    private static final int MOST_DELIVERIES = 100_000;
    private static final long LONGEST_GRACE_MILLIS = 3_600_000;

    /** @param tags whether an exact address stands for itself with any {@code +tag} too */
    static BeanSettings read(MailActivationSpec spec, PropertyReader reader, boolean tags) {
        boolean deadLetter = reader.truth("dead.letter", spec.isDeadLetter());
        BeanSettings settings = new BeanSettings(
                reader.text(
                        "recipients",
                        spec.getRecipients(),
                        text -> BeanRecipients.parse(text, tags),
                        BeanRecipients.parse("", tags)),
                reader.text("delivery.mode", spec.getDeliveryMode(), DeliveryMode::parse, DeliveryMode.MESSAGE),
                (int) reader.number("deliveries.max", spec.getDeliveriesMax(), 1, MOST_DELIVERIES),
                Duration.ofMillis(
                        reader.number("reply.deadline.ms", spec.getReplyDeadlineMs(), 1, LONGEST_DEADLINE.toMillis())),
                Duration.ofMillis(
                        reader.number("redeploy.grace.ms", spec.getRedeployGraceMs(), 0, LONGEST_GRACE_MILLIS)),
                reader.truth("strip.bcc", spec.isStripBcc()),
                (int) reader.number("failures.max", spec.getFailuresMax(), 0, MOST_FAILURES),
                deadLetter);
        if (deadLetter && !settings.recipients().areAll()) {
            reader.wrong(
                    reader.spelling("recipients"),
                    settings.recipients(),
                    "a bean with " + reader.spelling("dead.letter")
                            + "=true takes what others fail on, and has no recipients");
        }
        return settings;
    }
}
