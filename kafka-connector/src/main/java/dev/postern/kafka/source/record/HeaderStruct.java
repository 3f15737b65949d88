package dev.postern.kafka.source.record;

import dev.postern.mail.NamedAddress;
import dev.postern.mail.content.MailHeader;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What the header of a mail says, in the fields of its struct. */
final class HeaderStruct {
    private HeaderStruct() {}

    static void put(Struct mail, MailHeader header) {
        List<Struct> senders = mailboxes(header, "Sender");
        Instant date = header.date();
        mail.put("headers", header.fields().stream().map(HeaderStruct::field).toList())
                .put("subject", Utf8.mended(header.value("Subject")))
                .put("from", mailboxes(header, "From"))
                .put("sender", senders.isEmpty() ? null : senders.get(0))
                .put("replyTo", mailboxes(header, "Reply-To"))
                .put("to", mailboxes(header, "To"))
                .put("cc", mailboxes(header, "Cc"))
                .put("date", date == null ? null : Date.from(date))
                .put("messageId", messageId(header))
                .put("inReplyTo", ids(header, "In-Reply-To"))
                .put("references", ids(header, "References"));
    }

    /** The id of the mail without its brackets; null where there is none. */
    static @Nullable String messageId(MailHeader header) {
        List<String> ids = ids(header, "Message-ID");
        return ids.isEmpty() ? null : ids.get(0);
    }

    /** The id of the mail that its thread began with, as far as the mail knows; null where it names none, nor itself. */
    static @Nullable String thread(MailHeader header) {
        for (String field : List.of("References", "In-Reply-To", "Message-ID")) {
            List<String> ids = ids(header, field);
            if (!ids.isEmpty()) {
                return ids.get(0);
            }
        }
        return null;
    }

    private static List<String> ids(MailHeader header, String name) {
        return header.ids(name).stream().map(Utf8::sound).toList();
    }

    private static Struct field(MailHeader.Field field) {
        return new Struct(MailSchema.HEADER)
                .put("name", field.name())
                .put("value", Utf8.sound(field.decoded()))
                .put("raw", field.raw());
    }

    private static List<Struct> mailboxes(MailHeader header, String name) {
        return header.addresses(name).stream().map(HeaderStruct::mailbox).toList();
    }

    private static Struct mailbox(NamedAddress mailbox) {
        return new Struct(MailSchema.MAILBOX)
                .put("name", Utf8.mended(mailbox.name()))
                .put("address", Utf8.sound(mailbox.address().toString()));
    }
}
