package dev.postern.kafka.broker;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The settings of a topic that the connector keeps itself: its name, and with what it is created.
 *
 * @param setting the key of the setting that names it
 */
public record OwnTopicConfig(AbstractConfig values, String setting) {
    private static final String PARTITIONS = ".partitions";
    private static final String REPLICATION = ".replication.factor";

    /**
     * Adds these settings.
     *
     * @param label its name in user interfaces
     * @param partitions with which it is created by default
     * @param meaning of the setting that names it
     */
    public static GroupedConfigDef define(
            GroupedConfigDef settings, String setting, String label, int partitions, String meaning) {
        return settings.add(
                        setting, label, ConfigDef.Type.STRING, "", Settings.topicOrEmpty(), Importance.HIGH, meaning)
                .add(
                        setting + PARTITIONS,
                        "Partitions",
                        ConfigDef.Type.INT,
                        partitions,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "The partitions with which " + setting + " is created.")
                .add(
                        setting + REPLICATION,
                        "Replication factor",
                        ConfigDef.Type.INT,
                        -1,
                        Range.between(-1, 32_767),
                        Importance.LOW,
                        "The replicas with which " + setting + " is created; -1: as the broker does by default.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors, BrokerConfig broker) {
        if (isSet() && !broker.isSet()) {
            errors.add(
                    BrokerConfig.SERVERS,
                    "",
                    "the brokers of " + setting + " are not known: name them, or leave that empty");
        }
        if (isSet() && new ReadTopics(values).has(name())) {
            errors.add(setting, name(), "is one of the topics whose records become mail: name another one");
        }
        if (values.getInt(setting + REPLICATION) == 0) {
            errors.add(setting + REPLICATION, 0, "must be -1 for the broker's default, or at least 1");
        }
    }

    /** Whether there is to be such a topic. */
    public boolean isSet() {
        return !name().isEmpty();
    }

    /** Its name, or empty. */
    public String name() {
        return values.getString(setting);
    }

    /**
     * Makes sure that the topic is there, and that the last record of each key is kept in it.
     *
     * @param client what the client is called in the broker's log
     * @param what would be lost otherwise
     * @throws org.apache.kafka.connect.errors.ConnectException if that is not so; the message names the topic and the remedy
     */
    public void openCompacted(BrokerConfig broker, String client, String what) {
        OwnTopic compacted =
                topic(name(), Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (OwnAdmin admin = broker.openAdmin(client)) {
            compacted.createIfMissing(admin);
            compacted.checkCompacted(admin, what);
        }
    }

    /** The topic of this name. */
    public OwnTopic topic(String name, Map<String, String> configs) {
        return new OwnTopic(
                name, setting, values.getInt(setting + PARTITIONS), values.getInt(setting + REPLICATION), configs);
    }
}
