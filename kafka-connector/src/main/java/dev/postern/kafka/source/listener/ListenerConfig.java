package dev.postern.kafka.source.listener;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.ModeConfig;
import dev.postern.kafka.source.record.RecordConfig;
import dev.postern.smtp.origin.DmarcObserver;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.settings.Face;
import dev.postern.smtp.server.settings.GatewaySettings;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** The settings of a listener of our own. */
public final class ListenerConfig implements ModeConfig {
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String REPORTS_TOPIC = "origin.reports.topic";

    private static final Face FACE = Face.of(UnaryOperator.identity()).withCode(ListenerConfig.class.getClassLoader());
    private static final String ACKS = "producer.override.acks";
    private static final String PRODUCER_MEMORY = "producer.override.buffer.memory";
    private static final long DEFAULT_PRODUCER_MEMORY = 33_554_432;

    /** What a record needs beside the message: key, headers and framing. */
    private static final long RECORD_OVERHEAD = 65_536;

    private final AbstractConfig values;
    private final RecordConfig records;

    /**
     * Reads them from these values.
     *
     * @param records what a record of a mail says
     */
    public ListenerConfig(AbstractConfig values, RecordConfig records) {
        this.values = values;
        this.records = records;
    }

    /** Adds the deadline to the group at hand, and the listener's own groups. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        settings.add(
                REPLY_DEADLINE,
                "Reply deadline",
                ConfigDef.Type.LONG,
                120_000L,
                Range.between(1, 570_000),
                Importance.MEDIUM,
                "How long a client waits for the broker, in milliseconds, before it is answered 451 and keeps the mail; below the 10 minutes"
                        + " of RFC 5321 §4.5.3.2.6. A record that is acknowledged later is a duplicate of what the client sends again.");
        settings.add(
                REPORTS_TOPIC,
                "Topic of DMARC counts",
                ConfigDef.Type.STRING,
                "",
                Settings.topicOrEmpty(),
                Importance.LOW,
                "The topic for what reports by DMARC are made of (RFC 9990): once a minute a record for each domain that asks for reports, source and result, with the number"
                        + " of mails. Needs origin.check. Empty: none are written.");
        return ListenerDefinition.addTo(
                settings,
                Map.of(ListenerSettings.MESSAGE_SIZE.name(), RecordConfig.DEFAULT_PRODUCER_SIZE - RECORD_OVERHEAD));
    }

    @Override
    public void check(SettingErrors errors) {
        checkSizes(errors);
        checkAcks(errors);
        checkReports(errors);
        GatewaySettings gateway = gatewaySettings();
        checkNamedListeners(gateway, errors);
        gateway.problems(FACE).forEach(problem -> errors.add(problem.name(), problem.value(), problem.remedy()));
    }

    /** All alike: those of one worker share its listeners, and each worker has its own. */
    @Override
    public List<Map<String, String>> taskConfigs(int most) {
        return Collections.nCopies(most, values.originalsStrings());
    }

    /** A client that did not hear our 250 sends the mail again, whatever the broker's transactions say. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport() {
        return ExactlyOnceSupport.UNSUPPORTED;
    }

    /** Offsets tell nothing here: what was not acknowledged stays with the client. */
    @Override
    public boolean alterOffsets(Map<Map<String, ?>, Map<String, ?>> offsets) {
        return false;
    }

    @Override
    public Mode open(SourceTaskContext context) throws IOException {
        return ListenerMode.start(this);
    }

    private void checkSizes(SettingErrors errors) {
        long record = records.octetsFor(messageSize()) + RECORD_OVERHEAD;
        String needs = "with " + RECORD_OVERHEAD + " for its headers a record needs " + record + ", but ";
        if (record > records.recordSize()) {
            errors.add(
                    ListenerSettings.MESSAGE_SIZE.name(),
                    messageSize(),
                    needs + RecordConfig.PRODUCER_SIZE + " is " + records.recordSize()
                            + ": raise that one, and the topic's max.message.bytes, or set claim.store");
        } else if (record > producerMemory()) {
            errors.add(
                    ListenerSettings.MESSAGE_SIZE.name(),
                    messageSize(),
                    needs + PRODUCER_MEMORY + " is " + producerMemory() + ": raise that one");
        }
    }

    private void checkReports(SettingErrors errors) {
        boolean judges = values.originals().entrySet().stream()
                .anyMatch(each -> each.getKey().endsWith("origin.check")
                        && String.valueOf(each.getValue()).equalsIgnoreCase("true"));
        if (!reportsTopic().isEmpty() && !judges) {
            errors.add(REPORTS_TOPIC, reportsTopic(), "has no use without origin.check: set that to true");
        }
    }

    // 250 means that all replicas in sync have the record
    private void checkAcks(SettingErrors errors) {
        String acks = String.valueOf(values.originals().getOrDefault(ACKS, "all"));
        if (!acks.equals("all") && !acks.equals("-1")) {
            errors.add(ACKS, acks, "must be all: a client is told 250 for what all replicas in sync have");
        }
    }

    /** The octets of records that the producer holds before it blocks. */
    long producerMemory() {
        return override(PRODUCER_MEMORY, DEFAULT_PRODUCER_MEMORY);
    }

    private long override(String key, long byDefault) {
        try {
            return Long.parseLong(String.valueOf(values.originals().getOrDefault(key, byDefault)));
        } catch (NumberFormatException notOurs) {
            return byDefault; // Connect names the wrong override itself
        }
    }

    // Connect ignores what it does not know
    private void checkNamedListeners(GatewaySettings gateway, SettingErrors errors) {
        Set<String> known = gateway.namesOfTheirOwn();
        values.originals().forEach((key, value) -> {
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

    /** The listener's name in source offsets; made of all settings, each time anew. */
    String listener() {
        return gatewaySettings().toString();
    }

    Duration replyDeadline() {
        return Duration.ofMillis(values.getLong(REPLY_DEADLINE));
    }

    /** Where counts for reports by DMARC go; empty for nowhere. */
    private String reportsTopic() {
        return values.getString(REPORTS_TOPIC);
    }

    /** What makes records of these counts; null where none are wanted. */
    @Nullable
    DmarcRecords reports() {
        return reportsTopic().isEmpty() ? null : new DmarcRecords(listener(), reportsTopic(), records.isStructured());
    }

    RecordConfig records() {
        return records;
    }

    /**
     * Starts the listeners as these settings say.
     *
     * @param reports hears of mail for reports by DMARC; null for nobody
     * @throws IOException if the port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     */
    Listeners listen(MailSink sink, Duration stopGrace, @Nullable DmarcObserver reports) throws IOException {
        return gatewaySettings().listen(sink, stopGrace, FACE.withReports(reports));
    }

    /** The name of the connector. */
    String connector() {
        return String.valueOf(values.originals().get("name"));
    }

    GatewaySettings gatewaySettings() {
        return GatewaySettings.of(ListenerDefinition.valuesOf(values));
    }
}
