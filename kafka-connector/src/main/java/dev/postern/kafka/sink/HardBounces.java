package dev.postern.kafka.sink;

import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.mail.dsn.Classification;
import dev.postern.mail.dsn.Classifier;
import dev.postern.smtp.delivery.Outcome;
import java.time.Instant;
import java.util.Set;

/** Puts addresses on the list of those who get no mail that turned out to be none: whoever goes on writing to them is taken for a spammer. */
record HardBounces(SuppressionList list) {
    private static final Set<Classification> HARD = Set.of(Classification.BAD_MAILBOX, Classification.MAILBOX_DISABLED);

    void note(Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Bounced bounced && bounced.hop().isServer()) {
            Classification meaning = Classifier.standard()
                    .classify(
                            bounced.status().toString(),
                            bounced.reason(),
                            bounced.hop().peer());
            if (HARD.contains(meaning)) {
                list.addHardBounce(bounced.recipient(), bounced.reason(), now);
            }
        }
    }
}
