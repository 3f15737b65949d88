package dev.postern.mail.dmarc.report;

import java.util.Locale;

/**
 * Why something else was done than a domain asks for (RFC 9990 §3.1.6).
 *
 * @param comment for people; may be empty
 */
public record PolicyOverride(Kind kind, String comment) {
    /** The kinds of reasons. */
    public enum Kind {
        /** The receiver does so, by its own rules. */
        LOCAL_POLICY,
        /** The mail seems to come by a mailing list. */
        MAILING_LIST,
        /** None of these. */
        OTHER,
        /** The domain only tries its policy. */
        POLICY_TEST_MODE,
        /** The mail comes by a server that is known to pass on mail. */
        TRUSTED_FORWARDER;

        /** As it stands in reports. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
