package dev.postern.kafka.event;

import dev.postern.smtp.delivery.PolicyResult;
import java.util.Date;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** How an event is written. Later versions only add fields that may be absent. */
public final class EventSchema {
    /** What a receiver may rely on; grows when a field is added. */
    static final int VERSION = 3;

    /** All fields, in their order. */
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("dev.postern.DeliveryEvent")
            .version(VERSION)
            .doc("What one attempt to deliver a mail came to for one recipient")
            .field("version", Schema.INT32_SCHEMA)
            .field("event", Schema.STRING_SCHEMA)
            .field("time", Timestamp.SCHEMA)
            .field("mail", Schema.STRING_SCHEMA)
            .field("sender", Schema.STRING_SCHEMA)
            .field("recipient", Schema.STRING_SCHEMA)
            .field("attempt", Schema.INT32_SCHEMA)
            .field("peer", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tls", Schema.OPTIONAL_STRING_SCHEMA)
            .field("code", Schema.OPTIONAL_INT32_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field("meaning", Schema.OPTIONAL_STRING_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("next", Timestamp.builder().optional().build())
            .field("topic", Schema.STRING_SCHEMA)
            .field("partition", Schema.INT32_SCHEMA)
            .field("offset", Schema.INT64_SCHEMA)
            .field("policy", Schema.OPTIONAL_STRING_SCHEMA)
            .field("fault", Schema.OPTIONAL_STRING_SCHEMA)
            .field("proof", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final int MOST_TEXT = 4_096; // a reply may have many lines, and all of them are the peer's

    private EventSchema() {}

    static Struct of(DeliveryEvent event) {
        DeliveryEvent.Mail mail = event.mail();
        PolicyResult policy = event.policy();
        return new Struct(SCHEMA)
                .put("version", VERSION)
                .put("event", event.kind().text())
                .put("time", Date.from(event.time()))
                .put("mail", mail.id())
                .put(
                        "sender",
                        mail.reversePath() == null ? "" : mail.reversePath().toString())
                .put("recipient", event.recipient().toString())
                .put("attempt", event.attempt())
                .put("peer", event.peer())
                .put("tls", event.tls())
                .put("code", event.code())
                .put("status", event.status().toString())
                .put("meaning", meaning(event))
                .put("text", bounded(event.text()))
                .put("next", date(event))
                .put("topic", mail.topic())
                .put("partition", mail.partition())
                .put("offset", mail.offset())
                .put("policy", policy == null ? null : policy.policy().text())
                .put(
                        "fault",
                        policy == null || policy.fault() == null
                                ? null
                                : policy.fault().text())
                .put("proof", event.proof());
    }

    /** What a failure means, as it stands in records: {@code bad_mailbox}; null where there was none. */
    static @Nullable String meaning(DeliveryEvent event) {
        return event.meaning() == null ? null : event.meaning().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Date date(DeliveryEvent event) {
        return event.next() == null ? null : Date.from(event.next());
    }

    private static String bounded(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }
}
