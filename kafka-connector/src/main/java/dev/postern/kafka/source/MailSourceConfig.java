package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.settings.Face;
import dev.postern.smtp.server.settings.GatewaySettings;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of the source. */
public final class MailSourceConfig extends AbstractConfig {
    private static final String MODE = "mail.mode";
    private static final String TOPIC = "topic";
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String STRIP_BCC = "strip.bcc";

    private static final Face FACE =
            Face.of(UnaryOperator.identity()).withCode(MailSourceConnector.class.getClassLoader());
    private static final String PRODUCER_SIZE = "producer.override.max.request.size";
    private static final long DEFAULT_PRODUCER_SIZE = 1_048_576;
    private static final String ACKS = "producer.override.acks";
    private static final String PRODUCER_MEMORY = "producer.override.buffer.memory";
    private static final long DEFAULT_PRODUCER_MEMORY = 33_554_432;

    /** What a record needs beside the message: key, headers and framing. */
    private static final long RECORD_OVERHEAD = 65_536;

    /** Every setting, with its type, default, limits and meaning. */
    public static final GroupedConfigDef DEFINITION = ListenerDefinition.addTo(
            new GroupedConfigDef()
                    .group("Mail")
                    .add(
                            MODE,
                            "Mode",
                            ConfigDef.Type.STRING,
                            "smtp",
                            ValidString.in("smtp"),
                            Importance.HIGH,
                            "How mail comes in. smtp: a listener of our own.")
                    .add(
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
                            "Whether Bcc fields are removed from messages.")
                    .add(
                            REPLY_DEADLINE,
                            "Reply deadline",
                            ConfigDef.Type.LONG,
                            120_000L,
                            Range.between(1, 570_000),
                            Importance.MEDIUM,
                            "How long a client waits for the broker, in milliseconds, before it is answered 451 and keeps the mail; below the 10 minutes"
                                    + " of RFC 5321 §4.5.3.2.6. A record that is acknowledged later is a duplicate of what the client sends again."),
            Map.of(ListenerSettings.MESSAGE_SIZE.name(), DEFAULT_PRODUCER_SIZE - RECORD_OVERHEAD));

    public MailSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** What is wrong between settings that are right each on its own, or with the files that they name. */
    static SettingErrors contradictions(MailSourceConfig config) {
        SettingErrors errors = new SettingErrors();
        config.checkSizes(errors);
        config.checkAcks(errors);
        GatewaySettings gateway = config.gatewaySettings();
        config.checkNamedListeners(gateway, errors);
        gateway.problems(FACE).forEach(problem -> errors.add(problem.name(), problem.value(), problem.remedy()));
        return errors;
    }

    private void checkSizes(SettingErrors errors) {
        long record = messageSize() + RECORD_OVERHEAD;
        String needs = "with " + RECORD_OVERHEAD + " for its headers a record needs " + record + ", but ";
        if (record > recordSize()) {
            errors.add(
                    ListenerSettings.MESSAGE_SIZE.name(),
                    messageSize(),
                    needs + PRODUCER_SIZE + " is " + recordSize()
                            + ": raise that one, and the topic's max.message.bytes");
        } else if (record > producerMemory()) {
            errors.add(
                    ListenerSettings.MESSAGE_SIZE.name(),
                    messageSize(),
                    needs + PRODUCER_MEMORY + " is " + producerMemory() + ": raise that one");
        }
    }

    // 250 means that all replicas in sync have the record
    private void checkAcks(SettingErrors errors) {
        String acks = String.valueOf(originals().getOrDefault(ACKS, "all"));
        if (!acks.equals("all") && !acks.equals("-1")) {
            errors.add(ACKS, acks, "must be all: a client is told 250 for what all replicas in sync have");
        }
    }

    /** The most octets of a record that the producer takes. */
    long recordSize() {
        return override(PRODUCER_SIZE, DEFAULT_PRODUCER_SIZE);
    }

    /** The octets of records that the producer holds before it blocks. */
    long producerMemory() {
        return override(PRODUCER_MEMORY, DEFAULT_PRODUCER_MEMORY);
    }

    private long override(String key, long byDefault) {
        try {
            return Long.parseLong(String.valueOf(originals().getOrDefault(key, byDefault)));
        } catch (NumberFormatException notOurs) {
            return byDefault; // Connect names the wrong override itself
        }
    }

    // Connect ignores what it does not know
    private void checkNamedListeners(GatewaySettings gateway, SettingErrors errors) {
        Set<String> known = gateway.namesOfTheirOwn();
        originals().forEach((key, value) -> {
            if (key.startsWith(GatewaySettings.LISTENER) && !known.contains(key)) {
                errors.add(
                        key,
                        key.contains("password") ? "[hidden]" : value,
                        "is no setting of a listener that listeners names: " + gateway.names());
            }
        });
    }

    private long messageSize() {
        return gatewaySettings().messageSize();
    }

    String topic() {
        return getString(TOPIC);
    }

    /** The listener's name in source offsets. */
    String listener() {
        return gatewaySettings().toString();
    }

    Duration replyDeadline() {
        return Duration.ofMillis(getLong(REPLY_DEADLINE));
    }

    boolean stripBcc() {
        return getBoolean(STRIP_BCC);
    }

    /**
     * Starts the listeners as these settings say.
     *
     * @throws IOException if the port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     */
    Listeners listen(MailSink sink, Duration stopGrace) throws IOException {
        return gatewaySettings().listen(sink, stopGrace, FACE);
    }

    GatewaySettings gatewaySettings() {
        return GatewaySettings.of(ListenerDefinition.valuesOf(this));
    }
}
