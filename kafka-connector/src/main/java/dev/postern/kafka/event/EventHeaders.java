package dev.postern.kafka.event;

/** The headers of an event's record, for those who filter without reading it. */
public final class EventHeaders {
    /** What became of the mail: as {@link DeliveryEvent.Kind#text} writes it. */
    public static final String EVENT = "mail.event";

    /** The record that asked for the mail, as {@link DeliveryEvent.Mail#record} writes it. */
    public static final String RECORD = "mail.record";

    /** Whom the event is about. */
    public static final String RECIPIENT = "mail.recipient";

    /** Which attempt, counted from 1; 0 where none was made. */
    public static final String ATTEMPT = "mail.attempt";

    /** The domain of the recipient. */
    public static final String DOMAIN = "mail.domain";

    /** The enhanced status code. */
    public static final String STATUS = "mail.status";

    /** What a failure means, in a word; absent where there was none. */
    public static final String MEANING = "mail.meaning";

    private EventHeaders() {}
}
