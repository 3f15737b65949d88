package dev.postern.kafka.source;

import dev.postern.kafka.SettingErrors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceTaskContext;

/** The settings of one way in which mail comes: what the connector says of it before a task runs, and what a task starts by. */
public interface ModeConfig {
    /** Takes note of what does not fit together, or not with the files that are named. */
    void check(SettingErrors errors);

    /**
     * Looks after what decides on the tasks, while the connector runs; called before {@link #taskConfigs}.
     *
     * @param context is told where the tasks need other settings
     */
    default void watch(ConnectorContext context) {}

    /** Ends that. */
    default void close() {}

    /** The settings of each task, of at most so many. */
    List<Map<String, String>> taskConfigs(int most);

    /** Whether each mail can become one record, and one only. */
    ExactlyOnceSupport exactlyOnceSupport();

    /**
     * Looks at offsets that an operator wants to set, of a connector that is stopped.
     *
     * @param offsets by partition; null for one that is to be forgotten
     * @return whether they were looked at
     * @throws org.apache.kafka.connect.errors.ConnectException if they are no offsets of this mode; the message says why
     */
    boolean alterOffsets(Map<Map<String, ?>, Map<String, ?>> offsets);

    /**
     * Starts it for a task.
     *
     * @throws IOException if what it needs can't be had; the message names the setting
     * @throws IllegalArgumentException likewise
     */
    Mode open(SourceTaskContext context) throws IOException;
}
