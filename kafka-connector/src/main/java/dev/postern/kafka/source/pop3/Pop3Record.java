package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.record.ContentRecord;
import dev.postern.kafka.source.record.RecordContent;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/** A record that knows its mail: Connect gives back the very instance it was given. */
final class Pop3Record extends ContentRecord {
    private final MailName name;
    private final boolean complete;

    /**
     * @param complete whether it holds all of the mail
     * @param offset of {@link MailName}
     */
    Pop3Record(MailName name, RecordContent content, boolean complete, Map<String, Boolean> offset) {
        super(name.partition(), offset, content);
        this.name = name;
        this.complete = complete;
    }

    /** That a mail is gone from the server: with it its offset goes. */
    static SourceRecord gone(MailName name, String topic) {
        Map<String, ?> nothing = null;
        return new SourceRecord(
                name.partition(),
                nothing,
                topic,
                null,
                Schema.STRING_SCHEMA,
                name.account() + "/" + name.uidl(),
                null,
                null);
    }

    MailName name() {
        return name;
    }

    boolean isComplete() {
        return complete;
    }
}
