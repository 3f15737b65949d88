package dev.postern.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Settings as they stand in {@code docs/config.md}: a table for each group. */
final class SettingsTable {
    private SettingsTable() {}

    static String of(ConfigDef definition) {
        StringBuilder markdown = new StringBuilder();
        for (String group : definition.groups()) {
            markdown.append(markdown.isEmpty() ? "### " : "\n### ")
                    .append(group)
                    .append("\n\n");
            markdown.append(
                    "| setting | type | default | allowed | importance | meaning |\n|---|---|---|---|---|---|\n");
            keys(definition, group).forEach(key -> row(key, markdown));
        }
        return markdown.toString();
    }

    private static List<ConfigKey> keys(ConfigDef definition, String group) {
        return definition.configKeys().values().stream()
                .filter(key -> group.equals(key.group))
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .toList();
    }

    private static void row(ConfigKey key, StringBuilder markdown) {
        markdown.append("| `").append(key.name).append("` | ");
        markdown.append(key.type().name().toLowerCase(Locale.ROOT)).append(" | ");
        markdown.append(byDefault(key)).append(" | ");
        markdown.append(allowed(key)).append(" | ");
        markdown.append(key.importance.name().toLowerCase(Locale.ROOT)).append(" | ");
        markdown.append(cell(key.documentation)).append(" |\n");
    }

    private static String byDefault(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        boolean hidden = key.type() == ConfigDef.Type.PASSWORD;
        String text = hidden ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return text.isEmpty() ? "empty" : '`' + text + '`';
    }

    private static String allowed(ConfigKey key) {
        return key.validator == null
                ? ""
                : cell(key.validator.toString())
                        .replaceFirst("^\\[(-?\\d+),...]$", "at least $1")
                        .replaceFirst("^\\[(-?\\d+),...,(\\d+)]$", "$1 to $2")
                        .replaceFirst("^\\[(.*)]$", "$1");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
