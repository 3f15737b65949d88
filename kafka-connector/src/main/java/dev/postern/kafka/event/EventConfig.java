package dev.postern.kafka.event;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnTopic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;

/** The settings of the topic of events. */
public final class EventConfig {
    private static final String TOPIC = "events.topic";
    private static final String PARTITIONS = "events.topic.partitions";
    private static final String REPLICATION = "events.topic.replication.factor";
    private static final String CONVERTER = "events.converter";

    private final AbstractConfig values;
    private final BrokerConfig broker;

    public EventConfig(AbstractConfig values, BrokerConfig broker) {
        this.values = values;
        this.broker = broker;
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Events")
                .add(
                        TOPIC,
                        "Events topic",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.topicOrEmpty(),
                        Importance.HIGH,
                        "The topic that tells what became of each mail: a record for each recipient at each attempt, whose key is the id of the mail. It needs"
                                + " kafka.bootstrap.servers, and is created where it is missing. Empty: no events; then a mail that can't be delivered counts as a"
                                + " record in error, which goes to the dead letter queue or fails the task.")
                .add(
                        PARTITIONS,
                        "Partitions",
                        ConfigDef.Type.INT,
                        6,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "The partitions with which the events topic is created.")
                .add(
                        REPLICATION,
                        "Replication factor",
                        ConfigDef.Type.INT,
                        -1,
                        Range.between(-1, 32_767),
                        Importance.LOW,
                        "The replicas with which the events topic is created; -1: as the broker does by default.")
                .add(
                        CONVERTER,
                        "Converter",
                        ConfigDef.Type.CLASS,
                        "org.apache.kafka.connect.json.JsonConverter",
                        Importance.LOW,
                        "The converter that writes events; what follows it, such as events.converter.schemas.enable=true, goes to the converter. By default events"
                                + " are JSON objects without their schema.")
                .open(CONVERTER + ".");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        if (isSet() && !broker.isSet()) {
            errors.add(
                    BrokerConfig.SERVERS,
                    "",
                    "the brokers of " + TOPIC + " are not known: name them, or leave that empty");
        } else if (broker.isSet() && !isSet()) {
            errors.add(TOPIC, "", "is not set, and so " + BrokerConfig.SERVERS + " has no use");
        }
        if (!Converter.class.isAssignableFrom(values.getClass(CONVERTER))) {
            errors.add(
                    CONVERTER,
                    values.getClass(CONVERTER).getName(),
                    "is not a converter of Connect (" + Converter.class.getName() + ")");
        }
        if (values.getInt(REPLICATION) == 0) {
            errors.add(REPLICATION, 0, "must be -1 for the broker's default, or at least 1");
        }
    }

    /**
     * Opens the topic, and creates it where it is missing; waits for the broker.
     *
     * @param client what the client is called in the broker's log
     * @throws ConnectException if the topic can't be had; the message names it and the remedy
     */
    public EventLog open(String client) {
        if (!isSet()) {
            return EventLog.NONE;
        }
        String topic = values.getString(TOPIC);
        Converter converter = converter();
        new OwnTopic(topic, TOPIC, values.getInt(PARTITIONS), values.getInt(REPLICATION))
                .createIfMissing(broker.admin(client));
        return new TopicEventLog(
                topic,
                converter,
                new KafkaProducer<>(broker.producer(client), new StringSerializer(), new ByteArraySerializer()));
    }

    private boolean isSet() {
        return !values.getString(TOPIC).isEmpty();
    }

    private Converter converter() {
        Converter converter = Utils.newInstance(values.getClass(CONVERTER), Converter.class);
        Map<String, Object> settings = new HashMap<>(values.originalsWithPrefix(CONVERTER + "."));
        settings.putIfAbsent("schemas.enable", "false"); // of the JSON converter; others take no notice
        converter.configure(settings, false);
        return converter;
    }
}
