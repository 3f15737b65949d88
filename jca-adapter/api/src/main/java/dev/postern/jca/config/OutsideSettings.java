package dev.postern.jca.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Settings from outside of the archives: the system property {@code postern.gateway.listen.port}, else the environment variable
 * {@code POSTERN_GATEWAY_LISTEN_PORT}, sets {@code listen.port} of the group {@code gateway}. In the names of variables each dot and dash
 * is an underscore.
 */
public final class OutsideSettings {
    private final Map<String, String> values;

    private OutsideSettings(Map<String, String> values) {
        this.values = values;
    }

    /** The settings of one group, as this JVM has them now. */
    public static OutsideSettings of(String group) {
        return of(group, System.getenv(), System.getProperties());
    }

    /** The settings of one group among these. */
    static OutsideSettings of(String group, Map<String, String> environment, Properties properties) {
        String prefix = "postern." + group + ".";
        String variables = prefix.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        Map<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(variables)) {
                values.put(
                        name.substring(variables.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), properties.getProperty(name));
            }
        }
        return new OutsideSettings(values);
    }

    /** The value of this setting, or empty where it is not set outside. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** All settings of the group by their names; unmodifiable. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }
}
