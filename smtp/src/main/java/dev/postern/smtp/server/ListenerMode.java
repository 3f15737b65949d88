package dev.postern.smtp.server;

import dev.postern.smtp.Verb;

/** What a listener is for, and the protocol that it speaks. */
public enum ListenerMode {
    /** Takes mail for our domains from other servers, as on port 25 (RFC 5321). */
    MX("ESMTP", "UTF8SMTP"),
    /**
     * Takes new mail from users who have logged in, as on port 587 (RFC 6409): addresses must be fully qualified, and a missing Date or
     * Message-ID is added.
     */
    SUBMISSION("ESMTP", "UTF8SMTP"),
    /** As {@link #SUBMISSION}, and connections begin in TLS, as on port 465 (RFC 8314 §3.3). */
    SUBMISSIONS("ESMTP", "UTF8SMTP"),
    /** Takes mail from a server of our own for delivery, with a reply for each recipient, as on port 24 or a Unix domain socket (RFC 2033). */
    LMTP("LMTP", "UTF8LMTP");

    private final String protocol;
    private final String utf8Protocol;

    ListenerMode(String protocol, String utf8Protocol) {
        this.protocol = protocol;
        this.utf8Protocol = utf8Protocol;
    }

    /** The protocol's name in the greeting and in Received (RFC 3848). */
    String protocol() {
        return protocol;
    }

    /** The protocol's name in Received for a mail in UTF-8 (RFC 6531 §4.3). */
    String utf8Protocol() {
        return utf8Protocol;
    }

    /** Whether mail begins its way here (RFC 6409). */
    boolean isSubmission() {
        return this == SUBMISSION || this == SUBMISSIONS;
    }

    /** Whether the end of the content gets a reply for each recipient (RFC 2033 §4.2). */
    boolean repliesPerRecipient() {
        return this == LMTP;
    }

    /** Whether clients may greet with this one of HELO, EHLO and LHLO (RFC 2033 §4.1). */
    boolean isGreetedBy(Verb verb) {
        return (verb == Verb.LHLO) == (this == LMTP);
    }
}
