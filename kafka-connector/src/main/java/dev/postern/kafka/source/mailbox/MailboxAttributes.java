package dev.postern.kafka.source.mailbox;

/** The headers of a record that say from which mailbox its mail is. */
public final class MailboxAttributes {
    /** The account, by the name that the settings have for it. */
    public static final String ACCOUNT = "mail.account";

    /** The folder; with POP3 there is none. */
    public static final String FOLDER = "mail.folder";

    /** What the server calls the mail in that folder (UID) or mailbox (UIDL). */
    public static final String UID = "mail.uid";

    /** For how long that name is good (RFC 9051 §2.3.1.1). */
    public static final String UID_VALIDITY = "mail.uidvalidity";

    /** Flags and keywords at the time of reading, with spaces between. */
    public static final String FLAGS = "mail.flags";

    /** When the server got the mail, in milliseconds since 1970, where it says so. */
    public static final String RECEIVED = "mail.received";

    /** The size of the whole mail in octets, as the server says it. */
    public static final String SIZE = "mail.size";

    /** How much of the mail the value holds: {@code all}, {@code text}, {@code headers}, or {@code none} where the server does not give it. */
    public static final String CONTENT = "mail.content";

    private MailboxAttributes() {}
}
