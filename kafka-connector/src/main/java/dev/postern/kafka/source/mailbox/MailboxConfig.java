package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.Backoff;
import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.source.record.RecordConfig;
import dev.postern.smtp.server.settings.ListenerSettings;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The settings of reading mailboxes that are the same for each protocol.
 *
 * @param prefix what they begin with
 * @param records what a record of a mail says
 */
public record MailboxConfig(AbstractConfig values, String prefix, RecordConfig records) {
    private static final String RATE = "rate";
    private static final String POLL = "poll.ms";
    private static final String CONNECT_TIMEOUT = "timeout.connect.ms";
    private static final String TIMEOUT = "timeout.ms";
    private static final String RETRY_FIRST = "retry.first.ms";
    private static final String RETRY_MAX = "retry.max.ms";
    private static final String QUEUE = "queue";
    private static final String QUEUE_OCTETS = "queue.bytes";
    private static final long RECORD_OVERHEAD = 65_536;
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Adds these settings, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + RATE,
                        "Rate",
                        ConfigDef.Type.INT,
                        0,
                        Range.between(0, 1_000_000),
                        Importance.LOW,
                        "The most mails to read from a mailbox or folder in a second, for a server that is not to be loaded; 0: as many as there are.")
                .add(
                        prefix + POLL,
                        "Poll",
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(100, 86_400_000),
                        Importance.MEDIUM,
                        "How often to look for mail where the server does not tell of it by itself, in milliseconds.")
                .add(
                        prefix + CONNECT_TIMEOUT,
                        "Connect timeout",
                        ConfigDef.Type.INT,
                        15_000,
                        Range.between(1, 300_000),
                        Importance.LOW,
                        "How long to wait for a connection, in milliseconds.")
                .add(
                        prefix + TIMEOUT,
                        "Timeout",
                        ConfigDef.Type.INT,
                        60_000,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "How long the server may be silent when it is asked something, in milliseconds.")
                .add(
                        prefix + RETRY_FIRST,
                        "First pause",
                        ConfigDef.Type.LONG,
                        1_000L,
                        Range.between(1, 3_600_000),
                        Importance.LOW,
                        "How long to wait before a connection that broke is made anew, in milliseconds; it doubles each time that fails.")
                .add(
                        prefix + RETRY_MAX,
                        "Longest pause",
                        ConfigDef.Type.LONG,
                        300_000L,
                        Range.between(1, 86_400_000),
                        Importance.LOW,
                        "The longest of these pauses, in milliseconds.")
                .add(
                        prefix + QUEUE,
                        "Queue",
                        ConfigDef.Type.INT,
                        1_000,
                        Range.between(1, 100_000),
                        Importance.LOW,
                        "Mails of a task that wait for Connect; at so many no more are fetched.")
                .add(
                        prefix + QUEUE_OCTETS,
                        "Octets in the queue",
                        ConfigDef.Type.LONG,
                        16_777_216L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Octets of these mails.");
    }

    /** Takes note of what does not fit together. */
    public void check(SettingErrors errors) {
        long record = largest() + RECORD_OVERHEAD;
        if (record > records.recordSize()) {
            errors.add(
                    ListenerSettings.MESSAGE_SIZE.name(),
                    largest(),
                    "with " + RECORD_OVERHEAD + " for its headers a record needs " + record + ", but "
                            + RecordConfig.PRODUCER_SIZE + " is " + records.recordSize()
                            + ": raise that one, and the topic's max.message.bytes");
        }
        if (values.getLong(prefix + RETRY_FIRST) > values.getLong(prefix + RETRY_MAX)) {
            errors.add(
                    prefix + RETRY_MAX,
                    values.getLong(prefix + RETRY_MAX),
                    "is less than " + prefix + RETRY_FIRST + ", which is " + values.getLong(prefix + RETRY_FIRST));
        }
    }

    /** The octets of a mail that is read in whole. */
    public long largest() {
        return values.getLong(ListenerSettings.MESSAGE_SIZE.name());
    }

    /** Mails a second, or 0 for any. */
    public int rate() {
        return values.getInt(prefix + RATE);
    }

    public Duration poll() {
        return Duration.ofMillis(values.getLong(prefix + POLL));
    }

    /** In milliseconds. */
    public int connectTimeout() {
        return values.getInt(prefix + CONNECT_TIMEOUT);
    }

    /** In milliseconds. */
    public int timeout() {
        return values.getInt(prefix + TIMEOUT);
    }

    public Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(values.getLong(prefix + RETRY_FIRST)),
                Duration.ofMillis(values.getLong(prefix + RETRY_MAX)),
                FOREVER);
    }

    /** Where mails wait for Connect. */
    public Outbox<SourceRecord> outbox() {
        return new Outbox<>(values.getInt(prefix + QUEUE), values.getLong(prefix + QUEUE_OCTETS));
    }
}
