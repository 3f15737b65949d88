package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnTopicConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The settings of the topic by which mail is known again. */
public final class FingerprintConfig {
    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    /** @param setting names the topic */
    public FingerprintConfig(AbstractConfig values, String setting) {
        this.broker = new BrokerConfig(values);
        this.topic = new OwnTopicConfig(values, setting);
    }

    /** Adds these settings to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String setting) {
        return OwnTopicConfig.define(
                settings,
                setting,
                "Fingerprints",
                3,
                "A topic of digests of the mails that were handed over: where a server gives all mails of a folder other names (UIDVALIDITY changes), those are known by it and not handed over"
                        + " again. It needs kafka.bootstrap.servers, is created where it is missing, and is compacted; some 100 octets for each mail. Empty: then all are"
                        + " handed over again.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        topic.check(errors, broker);
    }

    /**
     * Opens the topic, and creates it where it is missing.
     *
     * @param client what the client is called in the broker's log
     * @throws org.apache.kafka.connect.errors.ConnectException if it can't be had; the message names the topic and the remedy
     */
    public Fingerprints open(String client) {
        if (!topic.isSet()) {
            return Fingerprints.NONE;
        }
        topic.openCompacted(broker, client, "which mails were handed over");
        return new TopicFingerprints(
                topic.name(),
                broker.openProducer(client, "a fingerprint"),
                () -> new KafkaConsumer<>(
                        broker.reader(client), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }
}
