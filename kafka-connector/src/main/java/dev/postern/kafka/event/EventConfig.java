package dev.postern.kafka.event;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.OwnAdmin;
import dev.postern.kafka.broker.OwnTopicConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;

/** The settings of the topic of events. */
public final class EventConfig {
    /** The setting that names the topic. */
    public static final String TOPIC = "events.topic";

    private static final String CONVERTER = "events.converter";
    private static final String ACCEPTED = "events.accepted";

    private final AbstractConfig values;
    private final BrokerConfig broker;
    private final OwnTopicConfig topic;

    public EventConfig(AbstractConfig values, BrokerConfig broker) {
        this.values = values;
        this.broker = broker;
        this.topic = new OwnTopicConfig(values, TOPIC);
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return OwnTopicConfig.define(
                        settings.group("Events"),
                        TOPIC,
                        "Events topic",
                        6,
                        "The topic that tells what became of each mail: a record for each recipient at each attempt, whose key is the id of the mail. It needs"
                                + " kafka.bootstrap.servers, and is created where it is missing. Empty: no events; then a mail that can't be delivered counts as a"
                                + " record in error, which goes to the dead letter queue or fails the task.")
                .add(
                        CONVERTER,
                        "Converter",
                        ConfigDef.Type.CLASS,
                        "org.apache.kafka.connect.json.JsonConverter",
                        Importance.LOW,
                        "The converter that writes events; what follows it, such as events.converter.schemas.enable=true, goes to the converter. By default events"
                                + " are JSON objects without their schema.")
                .open(CONVERTER + ".")
                .add(
                        ACCEPTED,
                        "Accepted mail",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether there is an event accepted for each recipient when a record is taken up, before anything is sent: so that a mail which has no outcome yet can be told from one"
                                + " that was not read. It is stored first, and comes again where a record is read again.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        topic.check(errors, broker);
        if (tellsOfAccepted() && !isSet()) {
            errors.add(ACCEPTED, true, "has no use without " + TOPIC);
        }
        if (!Converter.class.isAssignableFrom(values.getClass(CONVERTER))) {
            errors.add(
                    CONVERTER,
                    values.getClass(CONVERTER).getName(),
                    "is not a converter of Connect (" + Converter.class.getName() + ")");
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
        Converter converter = converter();
        try (OwnAdmin admin = broker.openAdmin(client)) {
            topic.topic(topic.name(), Map.of()).createIfMissing(admin);
        }
        return new TopicEventLog(topic.name(), converter, broker.openProducer(client, "an event"));
    }

    /** The name of the topic, or empty. */
    public String topic() {
        return topic.name();
    }

    /** Whether events are kept. */
    public boolean isSet() {
        return topic.isSet();
    }

    /** Whether there is an event when a record is taken up. */
    public boolean tellsOfAccepted() {
        return values.getBoolean(ACCEPTED);
    }

    private Converter converter() {
        Converter converter = Utils.newInstance(values.getClass(CONVERTER), Converter.class);
        Map<String, Object> settings = new HashMap<>(values.originalsWithPrefix(CONVERTER + "."));
        settings.putIfAbsent("schemas.enable", "false"); // of the JSON converter; others take no notice
        converter.configure(settings, false);
        return converter;
    }
}
