package dev.postern.kafka.idempotency;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnAdmin;
import dev.postern.kafka.broker.OwnTopic;
import dev.postern.kafka.broker.OwnTopicConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;

/** The settings of keys by which a mail that is asked for twice is sent once. */
public final class IdempotencyConfig {
    static final String TOPIC = "idempotency.topic";
    static final String WINDOW = "idempotency.window.ms";
    static final String MOST_KEYS = "idempotency.keys.max";
    private static final String KEY = "idempotency.key";

    private static final long LONGEST_WINDOW = 31L * 86_400_000;

    /** What has expired is deleted with its segment; the broker's own clock tells the time of each claim. */
    private static final int SEGMENTS = 4;

    private final AbstractConfig values;
    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    public IdempotencyConfig(AbstractConfig values, BrokerConfig broker) {
        this.values = values;
        this.broker = broker;
        this.topic = new OwnTopicConfig(values, TOPIC);
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return OwnTopicConfig.define(
                        settings.group("Idempotency"),
                        TOPIC,
                        "Idempotency topic",
                        3,
                        "A topic of the keys of mails that were sent. A record whose key another record had within idempotency.window.ms is not sent, and has the event duplicate, which names the"
                                + " first one. The same record, read again after a crash, is no duplicate. A key is stored before its mail is sent, also where tasks"
                                + " read it from different partitions. It needs kafka.bootstrap.servers, is created where it is missing, and keeps what it holds for the window;"
                                + " not to be compacted, since that would keep the last record of a key. Empty: every record is sent.")
                .add(
                        KEY,
                        "Key",
                        ConfigDef.Type.STRING,
                        "header",
                        Settings.nameOf(KeySource.class),
                        Importance.MEDIUM,
                        "Where the key of a mail stands. header: in the record's header mail.idempotency.key, and a record without it is always sent; message_id: there, or else in"
                                + " the field Message-ID, where there is one.")
                .add(
                        WINDOW,
                        "Window",
                        ConfigDef.Type.LONG,
                        86_400_000L,
                        Range.between(1_000, LONGEST_WINDOW),
                        Importance.MEDIUM,
                        "How long a key counts from its first record on, in milliseconds (a day; at most 31).")
                .add(
                        MOST_KEYS,
                        "Keys",
                        ConfigDef.Type.INT,
                        1_000_000,
                        Range.between(1, 100_000_000),
                        Importance.LOW,
                        "Keys that each task keeps in memory, at some 200 octets for each. Beyond that the oldest are forgotten, which the log says.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        topic.check(errors, broker);
    }

    /**
     * Opens the topic, and creates it where it is missing; waits until the keys that count are read.
     *
     * @param client what the client is called in the broker's log
     * @throws ConnectException if it can't be had, or would forget keys; the message names the topic and the remedy
     */
    public Claims open(String client) {
        if (!topic.isSet()) {
            return Claims.NONE;
        }
        Duration window = Duration.ofMillis(values.getLong(WINDOW));
        OwnTopic kept = topic.topic(topic.name(), configs(window));
        try (OwnAdmin admin = broker.openAdmin(client)) {
            kept.createIfMissing(admin);
            checkKept(kept, admin, window);
        }
        TopicClaims claims = new TopicClaims(
                topic.name(),
                KeySource.valueOf(values.getString(KEY).toUpperCase(Locale.ROOT)),
                window,
                values.getInt(MOST_KEYS),
                new KafkaConsumer<>(broker.reader(client), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                broker.openProducer(client, "an idempotency key"));
        try {
            claims.load();
            return claims;
        } catch (RuntimeException e) {
            claims.close();
            throw e;
        }
    }

    private static Map<String, String> configs(Duration window) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(window.toMillis()),
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1",
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(window.toMillis() / SEGMENTS),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }

    private static void checkKept(OwnTopic topic, OwnAdmin admin, Duration window) {
        String policy = topic.config(admin, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ConnectException(topic + " is compacted, and would forget which record was the first: set its "
                    + TopicConfig.CLEANUP_POLICY_CONFIG + " to " + TopicConfig.CLEANUP_POLICY_DELETE);
        }
        String retention = topic.config(admin, TopicConfig.RETENTION_MS_CONFIG);
        if (retention != null && !retention.equals("-1") && Long.parseLong(retention) < window.toMillis()) {
            throw new ConnectException(topic + " keeps keys for " + retention + " ms, less than " + WINDOW
                    + ", which is " + window.toMillis() + ": raise its " + TopicConfig.RETENTION_MS_CONFIG);
        }
    }
}
