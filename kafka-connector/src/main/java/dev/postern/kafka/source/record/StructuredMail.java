package dev.postern.kafka.source.record;

import dev.postern.kafka.source.record.claim.Claim;
import dev.postern.kafka.source.record.claim.ClaimName;
import dev.postern.kafka.source.record.claim.ClaimStore;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.content.OutlinedPart;
import dev.postern.mail.content.ReplyText;
import dev.postern.mail.mime.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a struct, which is built so large and then made smaller, until it fits into a record: what has its place in the store first, then
 * what can be read there.
 */
final class StructuredMail {
    private static final int LEAST_CLAIMED = 512;

    private final IncomingMail mail;
    private final Message content;
    private final MailOutline outline;
    private final EnumSet<Cut> cuts = EnumSet.noneOf(Cut.class);
    private final Struct struct = new Struct(MailSchema.MAIL);
    private final List<Struct> parts = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    /** The content of a part in the record. */
    private record Held(OutlinedPart part, Struct row, int size) {}

    /**
     * A struct with all but the contents of its parts.
     *
     * @param content of the mail as the record has it
     */
    StructuredMail(IncomingMail mail, Message content, MailOutline outline, Arrival arrival, AuthStruct auth)
            throws IOException {
        this.mail = mail;
        this.content = content;
        this.outline = outline;
        Attributes attributes = new Attributes(mail.attributes());
        @Nullable String text = Utf8.mended(outline.text());
        struct.put("version", MailSchema.VERSION)
                .put("id", mail.id())
                .put("received", Date.from(mail.received()))
                .put("envelope", EnvelopeStruct.of(attributes))
                .put("client", EnvelopeStruct.client(attributes))
                .put("auth", auth.of(attributes, outline.header()))
                .put("scans", attributes.all(EnvelopeAttributes.SCAN))
                .put("attributes", EnvelopeStruct.others(attributes))
                .put("text", text)
                .put("html", Utf8.mended(outline.html()))
                .put("reply", text == null ? null : ReplyText.of(text))
                .put("parts", parts)
                .put("size", content.size());
        ArrivalStruct.put(struct, arrival);
        HeaderStruct.put(struct, outline.header());
        outline.parts().forEach(part -> parts.add(row(part)));
        cuts.addAll(outline.cuts());
    }

    private static Struct row(OutlinedPart outlined) {
        var part = outlined.part();
        return new Struct(MailSchema.PART)
                .put("path", outlined.path())
                .put("type", part.type())
                .put("role", outlined.role().name().toLowerCase(Locale.ROOT))
                .put("charset", Utf8.mended(part.typeParameter("charset")))
                .put("disposition", part.disposition().isEmpty() ? null : Utf8.sound(part.disposition()))
                .put("name", Utf8.mended(outlined.fileName()))
                .put("contentId", part.contentId())
                .put("size", part.encodedSize());
    }

    /**
     * Takes the contents of parts into the record. Those that are larger than one may be, or have no room any more, go to the store, or are
     * left out where there is none.
     *
     * @param most octets of one of them
     * @param room in octets for all of them
     */
    void takeContents(int most, int room, @Nullable ClaimStore store) throws IOException {
        int left = room;
        for (int i = 0; i < parts.size(); i++) {
            OutlinedPart part = outline.parts().get(i);
            if (part.role() != OutlinedPart.Role.FILE && part.role() != OutlinedPart.Role.MESSAGE) {
                continue;
            }
            byte @Nullable [] octets = read(part, Math.min(most, left));
            if (octets != null) {
                parts.get(i).put("content", octets);
                held.add(new Held(part, parts.get(i), octets.length));
                left -= octets.length;
            } else if (store != null) {
                parts.get(i).put("claim", claim(store, part));
            } else {
                cuts.add(Cut.CONTENT);
            }
        }
    }

    /** Takes the whole mail as it crossed the wire into the record. */
    void takeRaw() throws IOException {
        struct.put("raw", content.toByteArray());
    }

    /** Puts the whole mail into the store. */
    void claimRaw(ClaimStore store) throws IOException {
        struct.put("raw", null).put("claim", claim(MailRecords.whole(mail, content, store)));
    }

    /** Puts all contents that take more than a claim into the store. */
    void claimContents(ClaimStore store) throws IOException {
        for (Held each : held) {
            if (each.size > LEAST_CLAIMED) {
                each.row.put("content", null).put("claim", claim(store, each.part));
            }
        }
    }

    /** Leaves out what is there twice, and then the end of the text. */
    void cutText(int most) {
        for (String field : List.of("html", "reply", "text")) {
            String text = struct.getString(field);
            if (text != null && text.length() > most) {
                struct.put(field, Utf8.sound(text.substring(0, most)));
                cuts.add(Cut.TEXT);
            }
        }
    }

    /** Leaves out all that a stranger can make long. */
    void cutHeader() {
        cuts.add(Cut.HEADER);
        for (String list : List.of("headers", "from", "replyTo", "to", "cc", "inReplyTo", "references")) {
            List<?> all = struct.getArray(list);
            struct.put(list, all.subList(0, Math.min(all.size(), list.equals("from") ? 1 : 0)));
        }
    }

    /** Leaves out whom a notification is about. */
    void cutNotice() {
        cuts.add(Cut.CONTENT);
        struct.put("notice", null).put("complaint", null).put("original", null);
    }

    /** Leaves out what parts there are. */
    void cutParts() {
        cuts.add(Cut.PARTS);
        parts.clear();
    }

    /** The struct as it is now. */
    Struct struct() {
        cuts.addAll(outline.cuts());
        return struct.put(
                "cut",
                cuts.stream().map(cut -> cut.name().toLowerCase(Locale.ROOT)).toList());
    }

    private static byte @Nullable [] read(OutlinedPart part, int most) throws IOException {
        try (InputStream in = part.open()) {
            byte[] octets = in.readNBytes(most);
            return in.read() < 0 ? octets : null;
        }
    }

    private Struct claim(ClaimStore store, OutlinedPart part) throws IOException {
        return claim(store.put(ClaimName.of(mail.received(), mail.id(), part.path()), part::open));
    }

    private static Struct claim(Claim claim) {
        return new Struct(MailSchema.CLAIM)
                .put("uri", claim.uri())
                .put("size", claim.size())
                .put("sha256", claim.sha256());
    }
}
