package dev.postern.kafka.warmup;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnTopicConfig;
import java.time.Clock;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;

/** The settings of the count of mails to those who are warmed up. */
public final class WarmUpConfig {
    public static final String TOPIC = "warmup.topic";

    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    public WarmUpConfig(AbstractConfig values, BrokerConfig broker) {
        this.broker = broker;
        this.topic = new OwnTopicConfig(values, TOPIC);
    }

    /** Adds these settings to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return OwnTopicConfig.define(
                settings,
                TOPIC,
                "Warm-up topic",
                1,
                "A compacted topic in which all tasks count together the mails of each day that go to those with a warmup in smtp.limits. Several connectors with the same topic count together too, as"
                        + " they should where they send from the same address. It needs kafka.bootstrap.servers, and is created where it is missing.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        topic.check(errors, broker);
    }

    /** Whether mails can be counted. */
    public boolean isSet() {
        return topic.isSet();
    }

    /**
     * Opens the topic, and creates it where it is missing; waits until it is read.
     *
     * @param client what the client is called in the broker's log
     * @param sender who counts, of all who share the topic
     * @throws ConnectException if it can't be had; the message names the topic and the remedy
     */
    public WarmUps open(String client, String sender) {
        topic.openCompacted(broker, client, "days");
        TopicWarmUps warmUps = new TopicWarmUps(
                topic.name(),
                sender,
                Clock.systemUTC(),
                new KafkaConsumer<>(broker.reader(client), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                broker.openProducer(client, "a day of a warm-up"));
        try {
            warmUps.load();
            return warmUps;
        } catch (RuntimeException e) {
            warmUps.close();
            throw e;
        }
    }
}
