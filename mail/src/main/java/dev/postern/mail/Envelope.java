package dev.postern.mail;

import dev.postern.mail.auth.field.ResultsField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a mail to whom: what SMTP needs to move it, apart from its content (RFC 5321 §2.3.1).
 *
 * <p>Immutable. {@link #toBuilder()} makes a changed copy.
 */
public final class Envelope {
    /** A log line with a thousand recipients is of use to nobody but those who want to fill the disk. */
    private static final int MOST_NAMED = 5;

    private final String id;
    private final @Nullable Address reversePath;
    private final List<Address> recipients;
    private final Body body;
    private final boolean smtpUtf8;
    private final DsnRequest dsn;
    private final Demands demands;
    private final @Nullable Client client;
    private final List<ScanResult> scans;
    private final @Nullable ResultsField origin;

    private Envelope(Builder builder) {
        this.id = Objects.requireNonNull(builder.id, "id");
        this.reversePath = builder.reversePath;
        this.recipients = List.copyOf(builder.recipients);
        this.body = builder.body;
        this.smtpUtf8 = builder.smtpUtf8 || needsUtf8(reversePath, recipients);
        this.dsn = builder.dsn;
        this.demands = builder.demands;
        this.client = builder.client;
        this.scans = List.copyOf(builder.scans);
        this.origin = builder.origin;
    }

    private static boolean needsUtf8(@Nullable Address reversePath, List<Address> recipients) {
        for (Address recipient : recipients) {
            if (!recipient.isAscii()) {
                return true;
            }
        }
        return reversePath != null && !reversePath.isAscii();
    }

    /** How the content may be encoded (RFC 6152, RFC 3030 §3). */
    public enum Body {
        SEVEN_BIT("7BIT"),
        EIGHT_BIT_MIME("8BITMIME"),
        /** Any octets, not in lines: only BDAT carries it. */
        BINARY_MIME("BINARYMIME");

        private final String keyword;

        Body(String keyword) {
            this.keyword = keyword;
        }

        /** The value of the BODY parameter. */
        public String keyword() {
            return keyword;
        }
    }

    /** Starts an envelope for the mail of this {@linkplain MailId id}. */
    public static Builder of(String id) {
        return new Builder(id);
    }

    /** The gateway's {@linkplain MailId id} of this mail. */
    public String id() {
        return id;
    }

    /** Where a notification of failure would go, or null for {@code <>}: then none may be sent (RFC 5321 §4.5.5). */
    public @Nullable Address reversePath() {
        return reversePath;
    }

    /** The recipients in the order of their RCPT commands. */
    public List<Address> recipients() {
        return recipients;
    }

    /** The declared encoding of the content; 7BIT where none was declared. */
    public Body body() {
        return body;
    }

    /** Whether addresses or header need a server that offers SMTPUTF8 (RFC 6531 §3.4): declared so, or shown by an address. */
    public boolean smtpUtf8() {
        return smtpUtf8;
    }

    /** What the sender wants to be told of its delivery; {@link DsnRequest#NONE} where nothing was said. */
    public DsnRequest dsn() {
        return dsn;
    }

    /** What the sender demands of the servers on the way; {@link Demands#NONE} where nothing was said. */
    public Demands demands() {
        return demands;
    }

    /** The host that handed us this mail, or null for a mail that began here. */
    public @Nullable Client client() {
        return client;
    }

    /** What content scanners said of it; empty where none was asked. */
    public List<ScanResult> scans() {
        return scans;
    }

    /** What was found of who stands behind it, by SPF, DKIM, DMARC and ARC; null where that was not asked. */
    public @Nullable ResultsField origin() {
        return origin;
    }

    /** A builder that holds all of this envelope. */
    public Builder toBuilder() {
        Builder builder = new Builder(id);
        builder.reversePath = reversePath;
        builder.recipients.addAll(recipients);
        builder.body = body;
        builder.smtpUtf8 = smtpUtf8;
        builder.dsn = dsn;
        builder.demands = demands;
        builder.client = client;
        builder.scans = scans;
        builder.origin = origin;
        return builder;
    }

    @Override
    public String toString() {
        String from = id + " <" + (reversePath == null ? "" : reversePath) + "> -> ";
        int more = recipients.size() - MOST_NAMED;
        return more <= 0 ? from + recipients : from + recipients.subList(0, MOST_NAMED) + " and " + more + " more";
    }

    /** Gathers an {@link Envelope}. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final List<Address> recipients = new ArrayList<>(1);
        private @Nullable Address reversePath;
        private Body body = Body.SEVEN_BIT;
        private boolean smtpUtf8;
        private DsnRequest dsn = DsnRequest.NONE;
        private Demands demands = Demands.NONE;
        private @Nullable Client client;
        private List<ScanResult> scans = List.of();
        private @Nullable ResultsField origin;

        private Builder(String id) {
            this.id = id;
        }

        /** Sets the reverse-path; null means {@code <>}. */
        public Builder reversePath(@Nullable Address address) {
            this.reversePath = address;
            return this;
        }

        /** Adds one more recipient. */
        public Builder recipient(Address address) {
            recipients.add(address);
            return this;
        }

        /** Replaces all recipients. */
        public Builder recipients(List<Address> addresses) {
            recipients.clear();
            recipients.addAll(addresses);
            return this;
        }

        /** Sets the declared encoding of the content. */
        public Builder body(Body value) {
            this.body = value;
            return this;
        }

        /** Sets whether SMTPUTF8 was declared. */
        public Builder smtpUtf8(boolean value) {
            this.smtpUtf8 = value;
            return this;
        }

        /** Sets what the sender wants to be told. */
        public Builder dsn(DsnRequest value) {
            this.dsn = value;
            return this;
        }

        /** Sets what the sender demands of the servers on the way. */
        public Builder demands(Demands value) {
            this.demands = value;
            return this;
        }

        /** Sets the host that handed us the mail. */
        public Builder client(@Nullable Client value) {
            this.client = value;
            return this;
        }

        /** Sets what content scanners said. */
        public Builder scans(List<ScanResult> results) {
            this.scans = results;
            return this;
        }

        /** Sets what was found of who stands behind the mail. */
        public Builder origin(@Nullable ResultsField results) {
            this.origin = results;
            return this;
        }

        /** The envelope as gathered so far. */
        public Envelope build() {
            return new Envelope(this);
        }
    }
}
