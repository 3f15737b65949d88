package dev.postern.kafka.sink;

import dev.postern.kafka.ConnectorVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Sends the records of topics as mail through a relay. */
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
        Config validated = super.validate(candidate);
        boolean eachIsFine = validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (eachIsFine) {
            SmtpSinkConfig.contradictions(new SmtpSinkConfig(candidate))
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
        return SmtpSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {}
}
