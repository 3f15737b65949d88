package dev.postern.kafka.source.feedback;

import dev.postern.kafka.BounceKeys;
import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.event.EventConfig;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.suppression.SuppressionConfig;
import dev.postern.mail.arrival.SignedReturnPath;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of what becomes of notifications about our own mail. */
public final class FeedbackConfig {
    private static final String SUPPRESS = "bounce.suppress";

    private final AbstractConfig values;
    private final BounceKeys keys;
    private final BrokerConfig broker;
    private final EventConfig events;
    private final SuppressionConfig suppressions;

    public FeedbackConfig(AbstractConfig values) {
        this.values = values;
        this.keys = new BounceKeys(values);
        this.broker = new BrokerConfig(values);
        this.events = new EventConfig(values, broker);
        this.suppressions = new SuppressionConfig(values, broker);
    }

    /** Adds these settings, and those of the topics, in groups of their own; those of the brokers are defined elsewhere. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        BounceKeys.define(
                        settings.group("Bounces and complaints"),
                        "The file of the keys by which signed return paths of our own mail are known, the one that the sink has: one on each line, the newest first, each of at least 32"
                                + " characters; no other user may read it. What comes back to such an address is about the very mail, and the very recipient, that it was made for.")
                .add(
                        SUPPRESS,
                        "Who is believed",
                        ConfigDef.Type.STRING,
                        "signed",
                        ValidString.in("signed", "all"),
                        Importance.MEDIUM,
                        "Which notifications put addresses into suppression.topic. signed: those that came back to a signed return path, of the recipient that it was made for. all: any that names a"
                                + " mail, so that whoever can write to us can have any address suppressed: for networks that no stranger reaches.");
        return SuppressionConfig.define(EventConfig.define(settings));
    }

    /**
     * Takes note of what does not fit together, or not with the file.
     *
     * @param topics to which mail goes
     */
    public void check(SettingErrors errors, List<String> topics) {
        events.check(errors);
        suppressions.check(errors);
        for (String own : List.of(events.topic(), suppressions.topic())) {
            if (!own.isEmpty() && topics.contains(own)) {
                errors.add(
                        own.equals(events.topic()) ? EventConfig.TOPIC : SuppressionConfig.TOPIC,
                        own,
                        "is the topic for the mail: name another one");
            }
        }
        if (suppressions.isSet() && believesSigned() && !keys.isSet()) {
            errors.add(
                    BounceKeys.FILE,
                    "",
                    "without it no notification is believed, and " + SuppressionConfig.TOPIC + " has no use");
        }
        keys.check(errors);
    }

    /**
     * Opens the topics, and creates them where they are missing; waits for the broker.
     *
     * @throws IOException if the file can't be read; the message names the setting
     * @throws org.apache.kafka.connect.errors.ConnectException if a topic can't be had; the message says why
     */
    public Feedback open() throws IOException {
        if (!isSet()) {
            return Feedback.NONE;
        }
        SignedReturnPath paths = keys.open();
        String client = String.valueOf(values.originals().getOrDefault("name", "postern"));
        EventLog log = events.open(client + "-events");
        try {
            return new TopicFeedback(log, suppressions.open(client + "-suppression"), paths, !believesSigned());
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private boolean isSet() {
        return events.isSet() || suppressions.isSet();
    }

    private boolean believesSigned() {
        return values.getString(SUPPRESS).equals("signed");
    }
}
