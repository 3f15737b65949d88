package dev.postern.kafka.source.record;

import dev.postern.kafka.source.feedback.Feedback;
import dev.postern.kafka.source.record.claim.Claim;
import dev.postern.kafka.source.record.claim.ClaimName;
import dev.postern.kafka.source.record.claim.ClaimStore;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.mail.NamedAddress;
import dev.postern.mail.WithoutFields;
import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.arrival.ArrivalReader;
import dev.postern.mail.content.MailHeader;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.mime.Cut;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes records of mail, as the settings say. Used by several threads at the same time, which wait for the store and the broker; none of them may be an event loop. */
public final class MailRecords implements AutoCloseable {
    private static final int LEAST_TEXT = 8 << 10;
    private static final String WHOLE = "mail";
    private static final Message NOTHING = Message.of(new byte[0]);

    private final RecordShape shape;
    private final @Nullable ClaimStore store;
    private final AuthStruct auth;
    private final Feedback feedback;

    MailRecords(RecordShape shape, @Nullable ClaimStore store, AuthStruct auth, Feedback feedback) {
        this.shape = shape;
        this.store = store;
        this.auth = auth;
        this.feedback = feedback;
    }

    /**
     * The record of a mail. It may be larger than a producer takes where there is no store: {@link RecordContent#octets} tells. What the mail
     * says of mail that we have sent is told where it belongs before this returns.
     *
     * @throws IOException if its content can't be read, or not be stored; it may be tried again
     * @throws org.apache.kafka.connect.errors.ConnectException if the task can't go on
     */
    public RecordContent of(IncomingMail mail) throws IOException {
        Message content = content(mail);
        Reading reading = read(mail, content);
        Arrival arrival = reading.arrival();
        if (arrival != null) {
            feedback.note(arrival, new Attributes(mail.attributes()).all(EnvelopeAttributes.TO), mail.received());
        }
        return shape.structured() ? structured(mail, content, reading, false) : raw(mail, content, reading);
    }

    /** Whether the producer takes a record. */
    public boolean fits(RecordContent record) {
        return record.octets() <= shape.recordSize();
    }

    /**
     * The record of a mail for which {@link #of} has made one that does not {@linkplain #fits fit}, where nobody can be told of that: a struct is without its contents, and with the start of
     * what it says; bytes are those of what there is of the mail, or none where even that is too much. It fits, but for attributes that don't; and what it says of other mail is not told again.
     *
     * @throws IOException if its content can't be read
     */
    public RecordContent reduced(IncomingMail mail) throws IOException {
        Message content = content(mail);
        Reading reading = read(mail, content);
        if (shape.structured()) {
            return structured(mail, content, reading, true);
        }
        RecordContent record = raw(mail, content, reading);
        return fits(record) ? record : record(mail, reading, Schema.BYTES_SCHEMA, new byte[0], headers(mail, reading));
    }

    private Message content(IncomingMail mail) throws IOException {
        return shape.stripBcc() ? WithoutFields.blind(mail.message()) : mail.message();
    }

    /** What was read of a mail: all of it, or where nobody asks for more its header. */
    private record Reading(
            MailHeader header,
            @Nullable MailOutline outline,
            @Nullable Arrival arrival) {}

    private Reading read(IncomingMail mail, Message content) throws IOException {
        return shape.classified()
                ? outlined(mail, content)
                : new Reading(
                        MailHeader.read(shape.needsHeader() ? content : NOTHING, EnumSet.noneOf(Cut.class)),
                        null,
                        null);
    }

    private static Reading outlined(IncomingMail mail, Message content) throws IOException {
        MailOutline outline = MailOutline.of(content, ReadLimits.STANDARD);
        String reversePath = new Attributes(mail.attributes()).first(EnvelopeAttributes.FROM);
        return new Reading(outline.header(), outline, ArrivalReader.read(outline, reversePath));
    }

    private RecordContent raw(IncomingMail mail, Message content, Reading reading) throws IOException {
        if (store != null && content.size() > shape.claimAbove()) {
            return rawClaim(mail, content, reading, store);
        }
        RecordContent record =
                record(mail, reading, Schema.BYTES_SCHEMA, content.toByteArray(), headers(mail, reading));
        return store != null && !fits(record) ? rawClaim(mail, content, reading, store) : record;
    }

    private RecordContent rawClaim(IncomingMail mail, Message content, Reading reading, ClaimStore kept)
            throws IOException {
        Claim claim = whole(mail, content, kept);
        Headers headers = headers(mail, reading)
                .addString(RecordHeader.CLAIM, claim.uri())
                .addString(RecordHeader.CLAIM_SIZE, String.valueOf(claim.size()))
                .addString(RecordHeader.CLAIM_SHA256, claim.sha256());
        return record(mail, reading, Schema.BYTES_SCHEMA, new byte[0], headers);
    }

    private RecordContent structured(IncomingMail mail, Message content, Reading known, boolean reduced)
            throws IOException {
        Reading reading = known.outline() == null ? outlined(mail, content) : known;
        StructuredMail struct = new StructuredMail(
                mail,
                content,
                Objects.requireNonNull(reading.outline()),
                Objects.requireNonNull(reading.arrival()),
                auth);
        int most = store == null ? shape.recordSize() : shape.claimAbove();
        if (!reduced) {
            struct.takeContents(most, shape.recordSize(), store);
        }
        if (shape.withRaw() && !reduced && content.size() <= most) {
            struct.takeRaw();
        } else if (store != null && !reduced && shape.withRaw()) {
            struct.claimRaw(store);
        }
        RecordContent record = record(mail, reading, struct);
        for (Step step : steps(reduced)) {
            if (fits(record)) {
                return record;
            }
            step.on(struct);
            record = record(mail, reading, struct);
        }
        return record;
    }

    /** What makes a struct smaller. */
    private interface Step {
        void on(StructuredMail mail) throws IOException;
    }

    private List<Step> steps(boolean reduced) {
        ClaimStore kept = store;
        if (kept == null && !reduced) {
            return List.of(); // whoever sent the mail is told
        }
        List<Step> cuts = List.of(
                mail -> mail.cutText(shape.recordSize() / 16),
                mail -> mail.cutText(LEAST_TEXT),
                StructuredMail::cutHeader,
                StructuredMail::cutParts,
                StructuredMail::cutNotice);
        if (kept == null || reduced) {
            return cuts;
        }
        List<Step> steps = new ArrayList<>();
        steps.add(mail -> mail.claimContents(kept));
        steps.add(mail -> mail.claimRaw(kept));
        steps.addAll(cuts);
        return steps;
    }

    private RecordContent record(IncomingMail mail, Reading reading, StructuredMail struct) {
        return record(mail, reading, MailSchema.MAIL, struct.struct(), headers(mail, reading));
    }

    private RecordContent record(IncomingMail mail, Reading reading, Schema schema, Object value, Headers headers) {
        @Nullable String recipient = recipient(mail, reading.header());
        return new RecordContent(
                shape.topic().of(recipient),
                Schema.STRING_SCHEMA,
                shape.key().of(mail.id(), recipient, reading.header()),
                schema,
                value,
                headers,
                shape.verbatim());
    }

    /** The first recipient of the envelope, and of a mail that came without one, of its header; null where there is none. */
    private static @Nullable String recipient(IncomingMail mail, MailHeader header) {
        @Nullable String recipient = new Attributes(mail.attributes()).first(EnvelopeAttributes.TO);
        if (recipient != null) {
            return recipient;
        }
        List<NamedAddress> addressed = header.addresses("To");
        return addressed.isEmpty() ? null : addressed.get(0).address().toString();
    }

    private static Headers headers(IncomingMail mail, Reading reading) {
        Headers headers = new ConnectHeaders();
        mail.attributes().forEach(attribute -> headers.addString(attribute.getKey(), attribute.getValue()));
        Arrival arrival = reading.arrival();
        return arrival == null
                ? headers
                : headers.addString(RecordHeader.KIND, arrival.kind().text());
    }

    static Claim whole(IncomingMail mail, Message content, ClaimStore store) throws IOException {
        return store.put(ClaimName.of(mail.received(), mail.id(), WHOLE), content::open);
    }

    /** Lets go of the topics that notifications are told in. */
    @Override
    public void close() {
        feedback.close();
    }
}
