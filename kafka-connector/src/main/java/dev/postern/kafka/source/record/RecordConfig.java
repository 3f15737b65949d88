package dev.postern.kafka.source.record;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The settings of what a record says. */
public final class RecordConfig {
    private static final String TOPIC = "topic";
    private static final String STRIP_BCC = "strip.bcc";

    private final AbstractConfig values;

    public RecordConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings to the group at hand. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.add(
                        TOPIC,
                        "Topic",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Settings.topic(),
                        Importance.HIGH,
                        "The topic for the mail: key is the mail's id, value the message (RFC 5322) as bytes, the envelope stands in headers.")
                .add(
                        STRIP_BCC,
                        "Strip Bcc",
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether Bcc fields are removed from messages.");
    }

    /** What makes records as these settings say. */
    public MailRecords open() {
        return new MailRecords(values.getString(TOPIC), values.getBoolean(STRIP_BCC));
    }
}
