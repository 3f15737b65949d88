package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.dsn.Classifier;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.DsnSettings;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.jspecify.annotations.Nullable;

/** The settings of what senders are told by mail. */
record NoticeConfig(AbstractConfig values) {
    private static final String SEND = "dsn.send";
    private static final String FROM = "dsn.from";
    private static final String DELAYED_AFTER = "dsn.delayed.after.ms";

    /** Adds these settings as a group of their own. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Notifications")
                .add(
                        SEND,
                        "Notifications",
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether the sender of a mail is told by mail (RFC 3464) that it could not be delivered, or, where he asked for that (NOTIFY in mail.dsn.to), that it is delayed, or was passed on to a server that does not tell of delivery itself. It"
                                + " takes deferred.topic, where the notification waits for its turn. Never told is the sender <>.")
                .add(
                        FROM,
                        "Author",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.addressOrEmpty(),
                        Importance.LOW,
                        "Whom notifications are from, in US-ASCII; a person should read what is answered. Empty: postmaster at our own name.")
                .add(
                        DELAYED_AFTER,
                        "Delayed after",
                        ConfigDef.Type.LONG,
                        14_400_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "From which age of a deferred mail on its sender is told of the delay if he asked for that, once, in milliseconds (4 hours); 0: never.");
    }

    /**
     * What tells senders.
     *
     * @param queue where notifications wait
     * @param hello our own name
     * @return null if they are not told
     */
    @Nullable
    Notices open(DeferredLog queue, String hello) {
        if (!values.getBoolean(SEND)) {
            return null;
        }
        DsnSettings settings = DsnSettings.of(Domain.parse(hello)).withDelayByDefault(false);
        if (!values.getString(FROM).isEmpty()) {
            settings = settings.withFrom(Address.parse(values.getString(FROM)));
        }
        return new Notices(
                new DsnBuilder(settings, Classifier.standard()),
                queue,
                Duration.ofMillis(values.getLong(DELAYED_AFTER)));
    }
}
