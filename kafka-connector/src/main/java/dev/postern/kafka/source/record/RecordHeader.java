package dev.postern.kafka.source.record;

/** The headers of a record beside those of the envelope. */
public final class RecordHeader {
    /** What the mail is: as {@link dev.postern.mail.arrival.Arrival.Kind#text} writes it. */
    public static final String KIND = "mail.kind";

    /** Where the mail rests, for a record that does not hold it. */
    public static final String CLAIM = "mail.claim";

    /** Its size there, in octets. */
    public static final String CLAIM_SIZE = "mail.claim.size";

    /** Its digest, in hexadecimal digits. */
    public static final String CLAIM_SHA256 = "mail.claim.sha256";

    private RecordHeader() {}
}
