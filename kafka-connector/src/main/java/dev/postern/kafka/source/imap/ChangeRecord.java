package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.MailboxAttributes;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** The record of a change: its key is the mail's place, its value the flags as bytes, or nothing where the mail is gone; so that a compacted topic holds how things are. */
final class ChangeRecord {
    private ChangeRecord() {}

    /** @param position up to where changes are known when the record is stored */
    static SourceRecord of(FolderName name, FolderPosition position, FolderChanges.Change change, String topic) {
        String flags = change.flags();
        Headers headers = new ConnectHeaders()
                .addString(MailboxAttributes.ACCOUNT, name.account())
                .addString(MailboxAttributes.FOLDER, name.folder())
                .addString(MailboxAttributes.UID, String.valueOf(change.uid()))
                .addString(MailboxAttributes.UID_VALIDITY, String.valueOf(position.validity()));
        return new SourceRecord(
                name.partition(),
                position.offset(),
                topic,
                null,
                Schema.STRING_SCHEMA,
                name.account() + "/" + name.folder() + "/" + position.validity() + "/" + change.uid(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                flags == null ? null : flags.getBytes(StandardCharsets.UTF_8),
                null,
                headers);
    }
}
