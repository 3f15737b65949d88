package dev.postern.mail.lint;

/** What providers ask for. */
public enum LintRule {
    /** SPF or DKIM lets the mail pass. */
    AUTHENTICATION(Audience.EVERYBODY),
    /** The name of the sending host leads to its address and back (RFC 8601 §2.7.3). */
    REVERSE_NAME(Audience.EVERYBODY),
    /** The mail travels by TLS (RFC 3207). */
    TLS(Audience.EVERYBODY),
    /** There is one From, with one author (RFC 5322 §3.6.2). */
    FROM(Audience.EVERYBODY),
    /** The domain in From takes mail (RFC 5321 §5.1). */
    REPLIES(Audience.EVERYBODY),
    /** There is one Date, of about now (RFC 5322 §3.6.1). */
    DATE(Audience.EVERYBODY),
    /** There is one Message-ID (RFC 5322 §3.6.4). */
    MESSAGE_ID(Audience.EVERYBODY),
    /** No field stands twice that may stand once (RFC 5322 §3.6). */
    FIELDS(Audience.EVERYBODY),
    /** The mail is not larger than the large providers take. */
    SIZE(Audience.EVERYBODY),
    /** SPF lets the mail pass (RFC 7208). */
    SPF(Audience.BULK_SENDERS),
    /** DKIM does (RFC 6376). */
    DKIM(Audience.BULK_SENDERS),
    /** The domain in From has a policy (RFC 9989). */
    DMARC(Audience.BULK_SENDERS),
    /** The domain in From is that of SPF or DKIM, or one of its organization (RFC 9989 §4.4). */
    ALIGNMENT(Audience.BULK_SENDERS),
    /** A reader can unsubscribe with one click (RFC 8058), and what says so is signed. */
    ONE_CLICK(Audience.BULK_SENDERS);

    private final Audience audience;

    LintRule(Audience audience) {
        this.audience = audience;
    }

    /** Of whom it is asked. */
    public Audience audience() {
        return audience;
    }

    /** Of whom a rule is asked. */
    public enum Audience {
        /** Whoever sends. */
        EVERYBODY,
        /** Who sends some thousand mails a day to one provider; advertising and newsletters in any number. */
        BULK_SENDERS
    }
}
