package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.ReadTopics;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of what goes first. */
record PriorityConfig(AbstractConfig values) {
    private static final String TOPICS = "priority.topics";
    private static final String IN_FLIGHT = "priority.inflight.mails.max";
    private static final String IN_FLIGHT_BYTES = "priority.inflight.bytes.max";

    /** Adds these settings as a group of their own. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Priority")
                .add(
                        TOPICS,
                        "Topics that go first",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.topics(),
                        Importance.MEDIUM,
                        "Topics whose mail has the priority high (mail.priority), such as one of password resets: it overtakes what waits for a connection, and the task reads these topics on while"
                                + " there is too much of the others in flight. Kafka reads a partition in its order, so that a priority in a record alone does not overtake the records before it.")
                .add(
                        IN_FLIGHT,
                        "Mails in flight",
                        ConfigDef.Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Mails of priority.topics in a task whose outcome is open, beside inflight.mails.max of others; at so many the task stops reading these topics until half are done.")
                .add(
                        IN_FLIGHT_BYTES,
                        "Octets in flight",
                        ConfigDef.Type.LONG,
                        16_777_216L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Octets of these mails, beside inflight.bytes.max of others.");
    }

    /** Takes note of topics that the connector does not read. */
    void check(SettingErrors errors) {
        ReadTopics read = new ReadTopics(values);
        for (String topic : topics()) {
            if (read.areNamed() && !read.has(topic)) {
                errors.add(TOPICS, topic, "is none of the topics whose records become mail: name it there too");
            }
        }
    }

    private Set<String> topics() {
        return Set.copyOf(values.getList(TOPICS));
    }

    PriorityTopics open() {
        return new PriorityTopics(topics());
    }

    /** Where reading of these topics stops. */
    HighWater highWater(PriorityTopics topics) {
        return new HighWater(topics::has, new Load(values.getInt(IN_FLIGHT), values.getLong(IN_FLIGHT_BYTES)));
    }

    /** Where reading of the other topics stops. */
    static HighWater highWaterOfOthers(PriorityTopics topics, Load most) {
        return new HighWater((TopicPartition partition) -> !topics.has(partition), most);
    }
}
