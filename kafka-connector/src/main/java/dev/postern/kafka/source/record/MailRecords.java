package dev.postern.kafka.source.record;

import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;

/** Makes records of mail, as the settings say. */
public final class MailRecords {
    private final String topic;
    private final boolean stripBcc;

    MailRecords(String topic, boolean stripBcc) {
        this.topic = topic;
        this.stripBcc = stripBcc;
    }

    /**
     * The record of a mail.
     *
     * @throws IOException if its content can't be read
     */
    public RecordContent of(IncomingMail mail) throws IOException {
        Message content = stripBcc ? WithoutFields.blind(mail.message()) : mail.message();
        return new RecordContent(
                topic, Schema.STRING_SCHEMA, mail.id(), Schema.BYTES_SCHEMA, content.toByteArray(), headers(mail));
    }

    private static Headers headers(IncomingMail mail) {
        Headers headers = new ConnectHeaders();
        mail.attributes().forEach(attribute -> headers.addString(attribute.getKey(), attribute.getValue()));
        return headers;
    }
}
