package dev.postern.kafka.suppression;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnTopicConfig;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;

/** The settings of the list of addresses to which no mail goes. */
public final class SuppressionConfig {
    /** The setting that names the topic. */
    public static final String TOPIC = "suppression.topic";

    private static final String BOUNCES_FOR = "suppression.bounces.for.ms";

    private final AbstractConfig values;
    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    public SuppressionConfig(AbstractConfig values, BrokerConfig broker) {
        this.values = values;
        this.broker = broker;
        this.topic = new OwnTopicConfig(values, TOPIC);
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return OwnTopicConfig.define(
                        settings.group("Suppression"),
                        TOPIC,
                        "Suppression topic",
                        1,
                        "A compacted topic of addresses to which no mail goes: the key is the address, the value a JSON object with reason and, where it ends by itself, expires, a time in"
                                + " UTC; a record without a value takes the address off. A mail to one has the event suppressed, and no attempt is made. A task reads the whole list"
                                + " before it sends anything, and keeps it in memory. It needs kafka.bootstrap.servers, and is created where it is missing. Empty: no list.")
                .add(
                        BOUNCES_FOR,
                        "Bounces",
                        ConfigDef.Type.LONG,
                        7_776_000_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How long an address is put on the list whose server says that there is no such mailbox, or that it is not in use, in milliseconds (90 days); 0: it is not.");
    }

    /** Whether there is a list. */
    public boolean isSet() {
        return topic.isSet();
    }

    /** The name of its topic, or empty. */
    public String topic() {
        return topic.name();
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        topic.check(errors, broker);
    }

    /**
     * Opens the list, and creates its topic where it is missing; waits until it is read.
     *
     * @param client what the client is called in the broker's log
     * @throws ConnectException if it can't be had; the message names the topic and the remedy
     */
    public SuppressionList open(String client) {
        if (!topic.isSet()) {
            return SuppressionList.NONE;
        }
        topic.openCompacted(broker, client, "addresses");
        TopicSuppressionList list = new TopicSuppressionList(
                topic.name(),
                new KafkaConsumer<>(broker.reader(client), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                broker.openProducer(client, "a suppressed address"),
                Duration.ofMillis(values.getLong(BOUNCES_FOR)));
        try {
            list.load();
            return list;
        } catch (RuntimeException e) {
            list.close();
            throw e;
        }
    }
}
