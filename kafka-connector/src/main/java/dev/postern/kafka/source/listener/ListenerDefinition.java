package dev.postern.kafka.source.listener;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Setting;
import dev.postern.smtp.server.settings.SettingGroup;
import dev.postern.smtp.server.settings.SettingValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of a listener in the form that Connect knows. */
final class ListenerDefinition {
    private ListenerDefinition() {}

    /**
     * Adds all of them.
     *
     * @param defaults those that differ here, by the setting's name
     */
    static GroupedConfigDef addTo(GroupedConfigDef definition, Map<String, Object> defaults) {
        for (SettingGroup group : ListenerSettings.GROUPS) {
            definition.group(group.title());
            for (Setting<?> setting : group.settings()) {
                definition.add(
                        setting.name(),
                        setting.label(),
                        ConfigDef.Type.valueOf(setting.type().name()),
                        defaults.getOrDefault(setting.name(), setting.byDefault()),
                        allowed(setting),
                        Importance.valueOf(setting.importance().name()),
                        setting.meaning());
            }
        }
        return definition;
    }

    /** What is set of them, of one listener or of several by name. */
    static SettingValues valuesOf(AbstractConfig config) {
        return SettingValues.of(name -> text(
                config.values().containsKey(name)
                        ? config.values().get(name)
                        : config.originals().get(name)));
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof List<?> entries) {
            return String.join(",", entries.stream().map(String::valueOf).toList());
        }
        return value instanceof Password secret ? secret.value() : Objects.toString(value, null);
    }

    private static @Nullable Validator allowed(Setting<?> setting) {
        if (!setting.choices().isEmpty()) {
            return ValidString.in(setting.choices().toArray(String[]::new));
        }
        if (setting.type() == Setting.Type.LIST) {
            return ValidList.anyNonDuplicateValues(true, false);
        }
        Setting.Bounds bounds = setting.bounds();
        if (bounds == null) {
            return null;
        }
        if (setting.type() == Setting.Type.INT) {
            int least = Math.toIntExact(bounds.least());
            return bounds.most() == Integer.MAX_VALUE
                    ? Range.atLeast(least)
                    : Range.between(least, Math.toIntExact(bounds.most()));
        }
        return bounds.most() == Long.MAX_VALUE
                ? Range.atLeast(bounds.least())
                : Range.between(bounds.least(), bounds.most());
    }
}
