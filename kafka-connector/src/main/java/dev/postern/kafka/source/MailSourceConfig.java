package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.source.listener.ListenerConfig;
import dev.postern.kafka.source.record.RecordConfig;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of the source: how mail comes in, and what a record says of it. */
public final class MailSourceConfig extends AbstractConfig {
    private static final String MODE = "mail.mode";

    /** Every setting, with its type, default, limits and meaning. */
    public static final GroupedConfigDef DEFINITION = definition();

    private final ModeConfig mode;

    public MailSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        this.mode = new ListenerConfig(this, new RecordConfig(this));
    }

    private static GroupedConfigDef definition() {
        GroupedConfigDef settings = new GroupedConfigDef()
                .group("Mail")
                .add(
                        MODE,
                        "Mode",
                        ConfigDef.Type.STRING,
                        "smtp",
                        ValidString.in("smtp"),
                        Importance.HIGH,
                        "How mail comes in. smtp: a listener of our own.");
        return ListenerConfig.define(RecordConfig.define(settings));
    }

    /** What is wrong between settings that are right each on its own, or with the files that they name. */
    static SettingErrors contradictions(MailSourceConfig config) {
        SettingErrors errors = new SettingErrors();
        config.mode.check(errors);
        return errors;
    }

    /** The way in which mail comes. */
    ModeConfig mode() {
        return mode;
    }
}
