package dev.postern.kafka.source.record;

import dev.postern.kafka.source.record.claim.Claim;
import dev.postern.kafka.source.record.claim.ClaimName;
import dev.postern.kafka.source.record.claim.ClaimStore;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.mail.NamedAddress;
import dev.postern.mail.WithoutFields;
import dev.postern.mail.content.MailHeader;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.mime.Cut;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes records of mail, as the settings say. Used by the task's thread, which waits for the store. */
public final class MailRecords {
    private static final int LEAST_TEXT = 8 << 10;
    private static final String WHOLE = "mail";

    private final RecordShape shape;
    private final @Nullable ClaimStore store;
    private final AuthStruct auth;

    MailRecords(RecordShape shape, @Nullable ClaimStore store, AuthStruct auth) {
        this.shape = shape;
        this.store = store;
        this.auth = auth;
    }

    /**
     * The record of a mail. It may be larger than a producer takes where there is no store: {@link RecordContent#octets} tells.
     *
     * @throws IOException if its content can't be read, or not be stored
     */
    public RecordContent of(IncomingMail mail) throws IOException {
        Message content = shape.stripBcc() ? WithoutFields.blind(mail.message()) : mail.message();
        return shape.structured() ? structured(mail, content, false) : raw(mail, content);
    }

    /**
     * The record of a mail that nobody can be told of that is too large: without its contents, and with the start of what it says. It has a
     * struct for a value whatever the settings say, and always fits, but for envelopes that don't.
     *
     * @throws IOException if its content can't be read
     */
    public RecordContent reduced(IncomingMail mail) throws IOException {
        Message content = shape.stripBcc() ? WithoutFields.blind(mail.message()) : mail.message();
        return structured(mail, content, true);
    }

    private RecordContent raw(IncomingMail mail, Message content) throws IOException {
        MailHeader header = MailHeader.read(content, EnumSet.noneOf(Cut.class));
        if (store != null && content.size() > shape.claimAbove()) {
            return rawClaim(mail, content, header, store);
        }
        RecordContent record = record(mail, header, Schema.BYTES_SCHEMA, content.toByteArray(), headers(mail));
        return store != null && record.octets() > shape.recordSize() ? rawClaim(mail, content, header, store) : record;
    }

    private RecordContent rawClaim(IncomingMail mail, Message content, MailHeader header, ClaimStore kept)
            throws IOException {
        Claim claim = whole(mail, content, kept);
        Headers headers = headers(mail)
                .addString(RecordHeader.CLAIM, claim.uri())
                .addString(RecordHeader.CLAIM_SIZE, String.valueOf(claim.size()))
                .addString(RecordHeader.CLAIM_SHA256, claim.sha256());
        return record(mail, header, Schema.BYTES_SCHEMA, new byte[0], headers);
    }

    private RecordContent structured(IncomingMail mail, Message content, boolean reduced) throws IOException {
        MailOutline outline = MailOutline.of(content, ReadLimits.STANDARD);
        StructuredMail struct = new StructuredMail(mail, content, outline, auth);
        int most = store == null ? shape.recordSize() : shape.claimAbove();
        if (!reduced) {
            struct.takeContents(most, shape.recordSize(), store);
        }
        if (shape.withRaw() && !reduced && content.size() <= most) {
            struct.takeRaw();
        } else if (store != null && !reduced && shape.withRaw()) {
            struct.claimRaw(store);
        }
        RecordContent record = record(mail, outline, struct);
        for (Step step : steps(reduced)) {
            if (record.octets() <= shape.recordSize()) {
                return record;
            }
            step.on(struct);
            record = record(mail, outline, struct);
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
                StructuredMail::cutParts);
        if (kept == null || reduced) {
            return cuts;
        }
        List<Step> steps = new ArrayList<>();
        steps.add(mail -> mail.claimContents(kept));
        steps.add(mail -> mail.claimRaw(kept));
        steps.addAll(cuts);
        return steps;
    }

    private RecordContent record(IncomingMail mail, MailOutline outline, StructuredMail struct) {
        return record(mail, outline.header(), MailSchema.MAIL, struct.struct(), headers(mail));
    }

    private RecordContent record(IncomingMail mail, MailHeader header, Schema schema, Object value, Headers headers) {
        @Nullable String recipient = recipient(mail, header);
        return new RecordContent(
                shape.topic().of(recipient),
                Schema.STRING_SCHEMA,
                shape.key().of(mail.id(), recipient, header),
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

    private static Headers headers(IncomingMail mail) {
        Headers headers = new ConnectHeaders();
        mail.attributes().forEach(attribute -> headers.addString(attribute.getKey(), attribute.getValue()));
        return headers;
    }

    static Claim whole(IncomingMail mail, Message content, ClaimStore store) throws IOException {
        return store.put(ClaimName.of(mail.received(), mail.id(), WHOLE), content::open);
    }
}
