package dev.postern.kafka.sink;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Sends the records of topics as mail through a relay or to the hosts of each domain. */
public final class SmtpSinkConnector extends SinkConnector {
    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public ConfigDef config() {
        return SmtpSinkConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> candidate) {
        Map<String, String> given = Settings.given(candidate);
        Config validated = super.validate(given);
        boolean eachIsFine = validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        SettingErrors errors = new SettingErrors();
        SmtpSinkConfig config = eachIsFine ? new SmtpSinkConfig(given) : null;
        if (config != null) {
            errors = SmtpSinkConfig.contradictions(config);
        }
        errors.addUnknown(SmtpSinkConfig.DEFINITION, given);
        if (config != null && errors.texts().isEmpty()) {
            config.tryConnections(errors);
        }
        return errors.addedTo(validated);
    }

    @Override
    public void start(Map<String, String> props) {
        settings = Settings.given(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return SmtpSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return LimitsConfig.divide(settings, maxTasks);
    }

    @Override
    public void stop() {}
}
