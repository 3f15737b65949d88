package dev.postern.kafka.source;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/** Receives mail, in the mode that its settings name, and writes it to a topic. */
public final class MailSourceConnector extends SourceConnector {
    private @Nullable ModeConfig running;

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public ConfigDef config() {
        return MailSourceConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> candidate) {
        Map<String, String> given = Settings.given(candidate);
        Config validated = super.validate(given);
        boolean eachIsFine = validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        SettingErrors errors =
                eachIsFine ? MailSourceConfig.contradictions(new MailSourceConfig(given)) : new SettingErrors();
        errors.addUnknown(MailSourceConfig.DEFINITION, given);
        return errors.addedTo(validated);
    }

    @Override
    public void start(Map<String, String> props) {
        ModeConfig mode = mode(props);
        mode.watch(context());
        running = mode;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MailSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        if (running == null) {
            throw new IllegalStateException("the connector is not started");
        }
        return running.taskConfigs(maxTasks);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        return mode(props).exactlyOnceSupport();
    }

    @Override
    public boolean alterOffsets(Map<String, String> props, Map<Map<String, ?>, Map<String, ?>> offsets) {
        return mode(props).alterOffsets(offsets);
    }

    private static ModeConfig mode(Map<String, String> settings) {
        return new MailSourceConfig(Settings.given(settings)).mode();
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
        }
    }
}
