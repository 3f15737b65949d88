package dev.postern.kafka.source;

import dev.postern.kafka.ConnectorVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Receives mail by SMTP and writes it to a topic; one task, since a port is bound once. */
public final class MailSourceConnector extends SourceConnector {
    private Map<String, String> settings = Map.of();

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
        Config validated = super.validate(candidate);
        boolean eachIsFine = validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (eachIsFine) {
            MailSourceConfig.contradictions(candidate)
                    .forEach((key, error) -> validated.configValues().stream()
                            .filter(value -> value.name().equals(key))
                            .forEach(value -> value.addErrorMessage(error)));
        }
        return validated;
    }

    @Override
    public void start(Map<String, String> props) {
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MailSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {}
}
