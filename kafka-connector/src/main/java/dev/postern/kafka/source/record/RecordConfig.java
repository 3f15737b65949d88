package dev.postern.kafka.source.record;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.source.feedback.Feedback;
import dev.postern.kafka.source.feedback.FeedbackConfig;
import dev.postern.kafka.source.record.claim.ClaimStore;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.jspecify.annotations.Nullable;

/** The settings of what a record says. */
public final class RecordConfig {
    private static final String TOPIC = "topic";
    private static final String TOPIC_NAMES = "mail.topic.names";
    private static final String STRIP_BCC = "strip.bcc";
    private static final String VALUE_FORMAT = "mail.value.format";
    private static final String STRUCT_RAW = "struct.raw";
    private static final String CLASSIFY = "classify";
    private static final String KEY = "record.key";
    private static final String TRUSTED = "trusted.authserv.ids";
    private static final String VALUE_CONVERTER = "value.converter";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** The producer's limit, by which name it is set in a connector. */
    public static final String PRODUCER_SIZE = "producer.override.max.request.size";

    /** What that is by default, of Kafka's. */
    public static final int DEFAULT_PRODUCER_SIZE = 1_048_576;

    private final AbstractConfig values;
    private final ClaimConfig claims;
    private final FeedbackConfig feedbacks;

    public RecordConfig(AbstractConfig values) {
        this.values = values;
        this.claims = new ClaimConfig(values);
        this.feedbacks = new FeedbackConfig(values);
    }

    /** Adds those that belong to any mail to the group at hand. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.add(
                        TOPIC,
                        "Topic",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Settings.checked("the name of a topic, with ${domain} or ${recipient}", TopicTemplate::fault),
                        Importance.HIGH,
                        "The topic for the mail; the envelope stands in headers. It may hold ${domain} and ${recipient}, of the first recipient, for those that mail.topic.names names;"
                                + " what has no place in the name of a topic becomes an underscore.")
                .add(
                        TOPIC_NAMES,
                        "Topics for",
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        "The domains, or addresses, that ${domain} and ${recipient} in topic stand for; for all others they stand for the word other, so that no stranger makes topics.")
                .add(
                        STRIP_BCC,
                        "Strip Bcc",
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether Bcc fields are removed from messages.");
    }

    /** Adds those of the value in groups of their own. */
    public static GroupedConfigDef defineValue(GroupedConfigDef settings) {
        settings.group("Records")
                .add(
                        VALUE_FORMAT,
                        "Value format",
                        ConfigDef.Type.STRING,
                        "raw",
                        ValidString.in("raw", "struct"),
                        Importance.HIGH,
                        "raw: the value is the message (RFC 5322) as bytes. struct: a struct with envelope, header, text and all parts, as docs/records.md has it.")
                .add(
                        STRUCT_RAW,
                        "Raw message too",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether a struct has the message as it crossed the wire too.")
                .add(
                        CLASSIFY,
                        "Kind of mail",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether a record of bytes has the header mail.kind: delivery-status, complaint, receipt, auto-reply, list or plain; each mail is read through for it. A struct, and a record"
                                + " beside events.topic or suppression.topic, always has it.")
                .add(
                        KEY,
                        "Key",
                        ConfigDef.Type.STRING,
                        "id",
                        ValidString.in(RecordKey.names().toArray(String[]::new)),
                        Importance.MEDIUM,
                        "The key of the record. id: that of the mail. recipient: the first one, in lower case. message-id: the field Message-ID. thread: the first mail of the thread, by"
                                + " References, In-Reply-To or Message-ID. A mail that does not say it has its id. What a sender writes is no safe key for a compacted topic.")
                .add(
                        TRUSTED,
                        "Trusted judges",
                        ConfigDef.Type.LIST,
                        List.of(),
                        Settings.hosts(),
                        Importance.MEDIUM,
                        "The identifiers under which your own mail servers write Authentication-Results (RFC 8601), for mail that no listener of ours has judged; they must remove such fields"
                                + " from mail of strangers. Empty: no such field is believed.");
        return FeedbackConfig.define(ClaimConfig.define(settings));
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        String topic = values.getString(TOPIC);
        if (TopicTemplate.isVariable(topic) && values.getList(TOPIC_NAMES).isEmpty()) {
            errors.add(
                    TOPIC_NAMES,
                    "",
                    "topic=" + topic
                            + " needs the domains or addresses that may have topics, for who a mail is for is a stranger's word");
        } else if (!TopicTemplate.isVariable(topic)
                && !values.getList(TOPIC_NAMES).isEmpty()) {
            errors.add(
                    TOPIC_NAMES,
                    values.getList(TOPIC_NAMES),
                    "has no use where topic holds neither ${domain} nor ${recipient}");
        }
        if (values.getBoolean(STRUCT_RAW) && !isStructured()) {
            errors.add(STRUCT_RAW, true, "has no use without " + VALUE_FORMAT + "=struct");
        }
        if (isStructured() && isVerbatim()) {
            errors.add(
                    VALUE_CONVERTER,
                    BYTES,
                    "can't write structs: take another converter, such as org.apache.kafka.connect.json.JsonConverter, or "
                            + VALUE_FORMAT + "=raw");
        }
        claims.check(errors);
        feedbacks.check(errors, List.of(topic));
    }

    /**
     * What makes records as these settings say.
     *
     * @throws IOException if the store can't be had; the message names the setting
     */
    public MailRecords open() throws IOException {
        @Nullable ClaimStore store = claims.open();
        Feedback feedback = feedbacks.open();
        RecordShape shape = new RecordShape(
                isStructured() || values.getBoolean(CLASSIFY) || feedback.isKept(),
                isStructured(),
                values.getBoolean(STRUCT_RAW),
                values.getBoolean(STRIP_BCC),
                new TopicTemplate(values.getString(TOPIC), values.getList(TOPIC_NAMES)),
                RecordKey.named(values.getString(KEY)),
                claims.above(),
                recordSize(),
                isVerbatim());
        return new MailRecords(shape, store, new AuthStruct(values.getList(TRUSTED)), feedback);
    }

    /** The most octets of a record that the producer takes. */
    public int recordSize() {
        try {
            return Integer.parseInt(
                    String.valueOf(values.originals().getOrDefault(PRODUCER_SIZE, DEFAULT_PRODUCER_SIZE)));
        } catch (NumberFormatException notOurs) {
            return DEFAULT_PRODUCER_SIZE; // Connect names the wrong override itself
        }
    }

    /**
     * About how many octets of a record a message takes, other things left out; 0 where it is kept in a store if need be.
     *
     * @param message its octets
     */
    public long octetsFor(long message) {
        if (claims.isSet()) {
            return 0;
        }
        if (isStructured()) {
            return values.getBoolean(STRUCT_RAW) ? message * 10 / 3 : message * 2;
        }
        // a converter that nobody has named is the worker's
        boolean encoded = values.originals().containsKey(VALUE_CONVERTER) && !isVerbatim();
        return encoded ? (message + 2) / 3 * 4 : message;
    }

    /** Whether values are structs. */
    public boolean isStructured() {
        return values.getString(VALUE_FORMAT).equals("struct");
    }

    private boolean isVerbatim() {
        return BYTES.equals(String.valueOf(values.originals().get(VALUE_CONVERTER)));
    }
}
