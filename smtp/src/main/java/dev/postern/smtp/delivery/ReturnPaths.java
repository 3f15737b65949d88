package dev.postern.smtp.delivery;

import dev.postern.mail.Envelope;

/** What stands at MAIL: where notifications about a mail go. Safe for use by several threads. */
public interface ReturnPaths {
    /** The reverse-path of the envelope, as it is. */
    ReturnPaths AS_GIVEN = new ReturnPaths() {
        @Override
        public boolean isForEachRecipient() {
            return false;
        }

        @Override
        public Envelope onTheWire(Envelope transaction) {
            return transaction;
        }
    };

    /** Whether each recipient has one of its own, and so a transaction of its own. */
    boolean isForEachRecipient();

    /** The envelope of one transaction with its return path, and nothing else changed; {@code <>} stays as it is (RFC 5321 §4.5.5). */
    Envelope onTheWire(Envelope transaction);
}
