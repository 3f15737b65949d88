package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.source.imap.ImapConfig;
import dev.postern.kafka.source.listener.ListenerConfig;
import dev.postern.kafka.source.pop3.Pop3Config;
import dev.postern.kafka.source.record.RecordConfig;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The settings of the source: how mail comes in, and what a record says of it. */
public final class MailSourceConfig extends AbstractConfig {
    private static final String MODE = "mail.mode";

    /** How mail comes in. */
    private enum Way {
        SMTP,
        IMAP,
        POP3
    }

    /** Every setting, with its type, default, limits and meaning. */
    public static final GroupedConfigDef DEFINITION = definition();

    private final RecordConfig records;
    private final ModeConfig mode;

    public MailSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        this.records = new RecordConfig(this);
        this.mode = switch (Way.valueOf(getString(MODE).toUpperCase(Locale.ROOT))) {
            case SMTP -> new ListenerConfig(this, records);
            case IMAP -> new ImapConfig(this, records);
            case POP3 -> new Pop3Config(this, records);
        };
    }

    private static GroupedConfigDef definition() {
        GroupedConfigDef settings = new GroupedConfigDef()
                .group("Mail")
                .add(
                        MODE,
                        "Mode",
                        ConfigDef.Type.STRING,
                        "smtp",
                        Settings.nameOf(Way.class),
                        Importance.HIGH,
                        "How mail comes in. smtp: by a listener of our own; imap, pop3: from mailboxes, by the settings that begin with imap. or pop3.");
        ListenerConfig.define(RecordConfig.define(settings));
        RecordConfig.defineValue(settings);
        return BrokerConfig.define(Pop3Config.define(ImapConfig.define(settings)));
    }

    /** What is wrong between settings that are right each on its own, or with the files that they name. */
    static SettingErrors contradictions(MailSourceConfig config) {
        SettingErrors errors = new SettingErrors();
        config.records.check(errors);
        config.mode.check(errors);
        new BrokerConfig(config).check(errors);
        return errors;
    }

    /** The way in which mail comes. */
    ModeConfig mode() {
        return mode;
    }
}
