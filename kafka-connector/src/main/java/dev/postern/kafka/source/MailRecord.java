package dev.postern.kafka.source;

import dev.postern.mail.EnvelopeAttributes;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** A record that knows the session that waits for it: Connect gives back the very instance it was given. */
final class MailRecord extends SourceRecord {
    /** The record's own fields and its batch's, and its key. */
    private static final long FRAMING = 256;

    private static final int HEADER_FRAMING = 10;

    private final Inbox.Mail mail;

    MailRecord(String listener, String topic, Inbox.Mail mail, byte[] content) {
        super(
                Map.of("listener", listener),
                Map.of("id", mail.envelope().id()), // each of its own: equal records would share one acknowledgement
                topic,
                null,
                Schema.STRING_SCHEMA,
                mail.envelope().id(),
                Schema.BYTES_SCHEMA,
                content,
                null,
                headers(mail));
        this.mail = mail;
    }

    /** About how many octets of a producer's request it takes, if its value converter leaves bytes as they are. */
    long octets() {
        long octets = FRAMING + ((byte[]) value()).length;
        for (Header header : headers()) {
            octets += HEADER_FRAMING
                    + header.key().length()
                    + String.valueOf(header.value()).length();
        }
        return octets;
    }

    Inbox.Mail mail() {
        return mail;
    }

    private static Headers headers(Inbox.Mail mail) {
        Headers headers = new ConnectHeaders();
        EnvelopeAttributes.of(mail.envelope())
                .forEach(attribute -> headers.addString(attribute.getKey(), attribute.getValue()));
        return headers;
    }
}
