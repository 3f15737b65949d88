package dev.postern.kafka.deferred;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnAdmin;
import dev.postern.kafka.broker.OwnTopic;
import dev.postern.kafka.broker.OwnTopicConfig;
import dev.postern.kafka.event.EventConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;

/** The settings of the topics in which mail waits for its next attempt. */
public final class DeferredConfig {
    public static final String TOPIC = "deferred.topic";
    private static final String SCHEDULE = "deferred.schedule";

    /** What is done with is deleted by us; until then nothing may be. */
    private static final Map<String, String> CONFIGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG, "-1",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1");

    private final AbstractConfig values;
    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    public DeferredConfig(AbstractConfig values, BrokerConfig broker) {
        this.values = values;
        this.broker = broker;
        this.topic = new OwnTopicConfig(values, TOPIC);
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return OwnTopicConfig.define(
                        settings.group("Deferred mail"),
                        TOPIC,
                        "Deferred topic",
                        3,
                        "What the topics begin with in which deferred mail waits for its next attempt: one for each pause of deferred.schedule, such as NAME-5m, each with"
                                + " these partitions, and created where it is missing. Then deferred mail holds back no offset and takes no memory, and is tried until it"
                                + " is older than mail.max.age.ms. It needs kafka.bootstrap.servers and events.topic. Empty: deferred mail waits in memory, and the other"
                                + " settings of retries apply.")
                .add(
                        SCHEDULE,
                        "Schedule",
                        ConfigDef.Type.LIST,
                        "1m,5m,15m,30m,1h,2h,4h",
                        Settings.pauses(),
                        Importance.MEDIUM,
                        "The pauses behind the first attempt, the second and so on, in seconds, minutes and hours; the last one repeats. Each is spread by up to a fifth,"
                                + " by the partition in which the mail waits.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors, EventConfig events) {
        topic.check(errors, broker);
        if (isSet() && !events.isSet()) {
            errors.add(
                    EventConfig.TOPIC,
                    "",
                    "with " + TOPIC + " what becomes of a mail later is told there alone: name a topic");
        }
    }

    /** Whether deferred mail waits in topics. */
    public boolean isSet() {
        return topic.isSet();
    }

    /**
     * Opens the topics for writing, and creates those that are missing; waits for the broker.
     *
     * @param client what the client is called in the broker's log
     * @param maxAge how long a mail may wait in all
     * @throws ConnectException if they can't be had, or would lose mail; the message names the topic and the remedy
     */
    public DeferredLog open(String client, Duration maxAge) {
        List<Duration> schedule = Settings.pauses(values.getList(SCHEDULE));
        Map<String, Integer> partitions = new HashMap<>();
        try (OwnAdmin admin = broker.openAdmin(client)) {
            for (String name : Tiers.topics(topic.name(), schedule)) {
                OwnTopic tier = topic.topic(name, CONFIGS);
                partitions.put(name, tier.createIfMissing(admin));
                checkRetention(tier, admin, maxAge);
            }
        }
        return new DeferredLog(
                new Tiers(topic.name(), schedule, partitions, new Random()),
                broker.openProducer(client, "a deferred mail"));
    }

    private static void checkRetention(OwnTopic tier, OwnAdmin admin, Duration maxAge) {
        String policy = tier.config(admin, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ConnectException(tier + " is compacted, and would lose mail: set its "
                    + TopicConfig.CLEANUP_POLICY_CONFIG + " to " + TopicConfig.CLEANUP_POLICY_DELETE);
        }
        String retention = tier.config(admin, TopicConfig.RETENTION_MS_CONFIG);
        if (retention != null && !retention.equals("-1") && Long.parseLong(retention) <= maxAge.toMillis()) {
            throw new ConnectException(tier + " keeps records for " + retention + " ms, and a mail may wait for "
                    + maxAge.toMillis() + " (mail.max.age.ms): set its " + TopicConfig.RETENTION_MS_CONFIG
                    + " to -1, or above that");
        }
    }

    /**
     * Joins those who read the topics, also those of an earlier schedule.
     *
     * @param client what the client is called in the broker's log
     * @param group whose offsets are committed
     */
    public DeferredReader read(String client, String group, DeferredReader.Owner owner) {
        DeferredReader reader = new DeferredReader(
                new KafkaConsumer<>(
                        broker.consumer(client, group), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                Clock.systemUTC());
        reader.subscribe(topics(), owner);
        return reader;
    }

    /** The names of the topics, also of those of an earlier schedule; fits nothing where there are none. */
    public Pattern topics() {
        return isSet() ? Pattern.compile(Pattern.quote(topic.name()) + "-(now|[0-9hms]+)") : Pattern.compile("");
    }

    /** What deletes the mail that is done with. */
    public Purge purge(String client) {
        return new Purge(Admin.create(broker.admin(client)));
    }
}
