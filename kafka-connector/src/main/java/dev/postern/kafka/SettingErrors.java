package dev.postern.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Errors that the settings show only together, or with the machine's files. Each names key, value and remedy in its text: of an error
 * Connect shows nothing else.
 */
public final class SettingErrors {
    private final Map<String, String> byKey = new LinkedHashMap<>();

    /** Takes note of an error; of several errors of a key the first is kept. */
    public void add(String key, Object value, String what) {
        boolean missing = value.toString().isEmpty();
        byKey.putIfAbsent(
                key,
                missing
                        ? "Missing value for configuration " + key + ": " + what
                        : new ConfigException(key, value, what).getMessage());
    }

    /** Takes note of an error in Connect's own words. */
    public void addAsIs(String key, String text) {
        byKey.putIfAbsent(key, text);
    }

    /** Takes note of a setting that nobody knows; its value is not shown, for it may be a password. */
    public void addUnknown(String key, String why) {
        byKey.putIfAbsent(key, "Unknown configuration " + key + ": " + why);
    }

    /** Takes note of what would be overlooked: settings that begin like ours, or look like them, but are none. */
    public void addUnknown(GroupedConfigDef definition, Map<String, String> settings) {
        Set<String> families = definition.names().stream()
                .filter(name -> name.contains("."))
                .map(SettingErrors::family)
                .collect(Collectors.toSet());
        for (String key : settings.keySet()) {
            if (definition.takes(key)) {
                continue;
            }
            if (key.contains(".") && families.contains(family(key))) {
                String known = definition.names().stream()
                        .filter(name -> family(name).equals(family(key)))
                        .sorted()
                        .collect(Collectors.joining(", "));
                addUnknown(key, "there are " + known);
            } else {
                Misspelling.meant(key, definition.names())
                        .ifPresent(meant -> addUnknown(key, "is " + meant + " what you mean?"));
            }
        }
    }

    /** The errors, one for each setting. */
    public List<String> texts() {
        return List.copyOf(byKey.values());
    }

    /** Adds the errors to those that Connect has found. */
    public Config addedTo(Config validated) {
        List<ConfigValue> values = new ArrayList<>(validated.configValues());
        byKey.forEach((key, error) -> {
            ConfigValue value = values.stream()
                    .filter(each -> each.name().equals(key))
                    .findFirst()
                    .orElseGet(() -> {
                        ConfigValue unknown = new ConfigValue(key);
                        values.add(unknown);
                        return unknown;
                    });
            value.addErrorMessage(error);
        });
        return new Config(values);
    }

    private static String family(String key) {
        return key.substring(0, key.indexOf('.') + 1);
    }
}
