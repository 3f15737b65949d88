package dev.postern.kafka.sink;

import dev.postern.kafka.Backoff;
import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the sink that say for how long mail is attempted, and when again where it waits in memory. */
final class RetryConfig {
    private static final String RETRY_FIRST = "retry.first.ms";
    private static final String RETRY_LONGEST = "retry.longest.ms";
    private static final String RETRY_FOR = "retry.for.ms";
    private static final String MAX_AGE = "mail.max.age.ms";

    private final AbstractConfig values;

    RetryConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings as a group of their own. */
    static void define(GroupedConfigDef settings) {
        settings.group("Retries")
                .add(
                        RETRY_FIRST,
                        "First pause",
                        ConfigDef.Type.LONG,
                        1_000L,
                        Range.between(1, 86_400_000),
                        Importance.MEDIUM,
                        "The pause before the first retry of a deferred mail, in milliseconds; it doubles with each one.")
                .add(
                        RETRY_LONGEST,
                        "Longest pause",
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(1, 86_400_000),
                        Importance.MEDIUM,
                        "The longest pause between retries, in milliseconds.")
                .add(
                        RETRY_FOR,
                        "Retry for",
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        Range.atLeast(0),
                        Importance.HIGH,
                        "How long a deferred mail is retried, in milliseconds; then the record goes to the dead letter queue, or fails the task where errors are not"
                                + " tolerated. Until then it holds back the offset"
                                + " of its partition.")
                .add(
                        MAX_AGE,
                        "Maximum age",
                        ConfigDef.Type.LONG,
                        432_000_000L,
                        Range.atLeast(1),
                        Importance.HIGH,
                        "How old a record may be for its mail to be attempted, by its timestamp in Kafka, in milliseconds (5 days). Older ones have expired: so a group whose"
                                + " offsets are lost does not send a whole topic once more.");
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors) {
        if (values.getLong(RETRY_LONGEST) < values.getLong(RETRY_FIRST)) {
            errors.add(
                    RETRY_LONGEST,
                    values.getLong(RETRY_LONGEST),
                    "must not be below " + RETRY_FIRST + ", which is " + values.getLong(RETRY_FIRST));
        }
    }

    Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(values.getLong(RETRY_FIRST)),
                Duration.ofMillis(values.getLong(RETRY_LONGEST)),
                Duration.ofMillis(values.getLong(RETRY_FOR)));
    }

    /** How old a record may be for its mail to be attempted. */
    Duration maxAge() {
        return Duration.ofMillis(values.getLong(MAX_AGE));
    }
}
