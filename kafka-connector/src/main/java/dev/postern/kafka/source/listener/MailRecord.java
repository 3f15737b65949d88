package dev.postern.kafka.source.listener;

import dev.postern.kafka.source.record.ContentRecord;
import dev.postern.kafka.source.record.RecordContent;
import java.util.Map;

/** A record that knows the session that waits for it: Connect gives back the very instance it was given. */
final class MailRecord extends ContentRecord {
    private final Inbox.Mail mail;

    MailRecord(String listener, Inbox.Mail mail, RecordContent content) {
        super(
                Map.of("listener", listener),
                Map.of("id", mail.envelope().id()), // each of its own: equal records would share one acknowledgement
                content);
        this.mail = mail;
    }

    Inbox.Mail mail() {
        return mail;
    }
}
