package dev.postern.mail.dsn;

/** What a failure to deliver means, whether it is for now or for good: that is what the reply's class says. */
public enum Classification {
    /** There is no such mailbox. */
    BAD_MAILBOX("The recipient is not known there.", "check the address for mistakes."),
    /** The mailbox is there, but does not take mail. */
    MAILBOX_DISABLED(
            "The mailbox of the recipient is not in use.",
            "reach the recipient in another way, and ask for the new address."),
    /** There is no room in the mailbox. */
    MAILBOX_FULL(
            "The mailbox of the recipient is full.",
            "reach the recipient in another way, and send the mail again later."),
    /** There is no such domain, or it takes no mail. */
    BAD_DOMAIN(
            "The domain of the recipient does not exist, or takes no mail.",
            "check the part of the address behind the @ for mistakes."),
    /** The sender's address is refused: unknown, or of a domain that does not exist. */
    BAD_SENDER(
            "The address of the sender was refused.",
            "have your own address checked by whoever runs your mail system."),
    /** Mail of this host, or of its network, is not taken for what it has sent before. */
    BLOCKED(
            "The recipient's mail system takes no mail from ours.",
            "tell whoever runs your mail system, who can ask there to be let in again."),
    /** The content was taken for spam. */
    SPAM_CONTENT(
            "The mail was taken for spam.",
            "reach the recipient in another way; a mail in other words, or without links and attachments, may pass."),
    /** The content holds malware, or what could be. */
    MALWARE("The mail, or a file with it, was taken for dangerous.", "check your files, and send them in another way."),
    /** SPF, DKIM or DMARC did not prove where the mail comes from. */
    AUTHENTICATION(
            "It was not proved that the mail comes from where it says.",
            "tell whoever runs the domain of your address: SPF, DKIM or DMARC failed."),
    /** A rule of the recipient's system or of the recipient. */
    POLICY(
            "A rule of the recipient's mail system refused the mail.",
            "reach the recipient in another way, and ask for the rule."),
    /** Names could not be looked up. */
    DNS(
            "It could not be found out where to send the mail.",
            "check the address for mistakes, or send the mail again later."),
    /** The connection could not be protected as one side demands. */
    TLS(
            "The connection to the recipient's mail system could not be protected as it has to be.",
            "tell whoever runs your mail system."),
    /** Too much mail in too short a time. */
    THROTTLED(
            "The recipient's mail system took no more mail from ours for now.",
            "send the mail again later, and less at once."),
    /** Strangers are told to come again. */
    GREYLISTED("The recipient's mail system asks strangers to try again later.", "send the mail again later."),
    /** There was no connection, or it broke. */
    CONNECTION(
            "The recipient's mail system could not be reached.",
            "check the part of the address behind the @ for mistakes, or send the mail again later."),
    /** The mail is too large. */
    SIZE("The mail is too large.", "send less or smaller files, or put them where they can be fetched."),
    /** The mail goes round in circles. */
    LOOP(
            "The mail went round in circles.",
            "tell the recipient in another way: mail for that address is forwarded wrongly."),
    /** A command or the form of the mail was not understood or not taken. */
    PROTOCOL("The recipient's mail system does not take mail of this form.", "tell whoever runs your mail system."),
    /** This system is not set up as the other one needs it: no right to relay, no login, no valid name. */
    BAD_CONFIGURATION(
            "The mail systems on the way do not agree on who may send to whom.", "tell whoever runs your mail system."),
    /** A system has troubles of its own. */
    SYSTEM("A mail system on the way has a fault.", "send the mail again later."),
    /** Attempts were made for as long as they may be. */
    EXPIRED("The mail could not be delivered in the time that it has.", "send the mail again later."),
    /** Nothing of that is known. */
    OTHER("The mail was not taken.", "see what the mail system said, or ask whoever runs yours.");

    private final String explanation;
    private final String advice;

    Classification(String explanation, String advice) {
        this.explanation = explanation;
        this.advice = advice;
    }

    /** It in a sentence for the sender of the mail. */
    public String explanation() {
        return explanation;
    }

    /** What the sender can do, in words that go on after a colon. */
    public String advice() {
        return advice;
    }
}
