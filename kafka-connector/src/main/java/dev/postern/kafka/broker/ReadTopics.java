package dev.postern.kafka.broker;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkTask;

/** The topics that Connect was told to read for the connector, by settings of its own. */
public record ReadTopics(AbstractConfig values) {
    /** Whether it was told. */
    public boolean areNamed() {
        return text(SinkTask.TOPICS_CONFIG).isPresent()
                || text(SinkTask.TOPICS_REGEX_CONFIG).isPresent();
    }

    /** Whether it is this one among others. */
    public boolean has(String topic) {
        boolean named = text(SinkTask.TOPICS_CONFIG).stream()
                .flatMap(topics -> Stream.of(topics.split(",", -1)))
                .map(String::strip)
                .anyMatch(topic::equals);
        return named
                || text(SinkTask.TOPICS_REGEX_CONFIG)
                        .filter(regex -> matches(regex, topic))
                        .isPresent();
    }

    private Optional<String> text(String setting) {
        return Optional.ofNullable(values.originals().get(setting)).map(Object::toString);
    }

    private static boolean matches(String regex, String topic) {
        try {
            return Pattern.matches(regex, topic);
        } catch (PatternSyntaxException e) { // Connect says so
            return false;
        }
    }
}
