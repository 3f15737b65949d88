package dev.postern.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Settings of several things of a kind, routes or accounts, which a list names: each has settings of its own, whose names begin with its name.
 *
 * @param list the setting that names them
 * @param prefix what all of their settings begin with
 * @param kind what one of them is, with an article
 * @param definition the settings of one, by its name
 */
public record NamedSettings(
        AbstractConfig values, String list, String prefix, String kind, Function<String, GroupedConfigDef> definition) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,50}");

    /** Which names there may be; {@code kind} as in the record. */
    public static Validator allowed(String kind) {
        return Settings.parsedList("names in lower case letters and digits", names -> check(names, kind));
    }

    private static void check(List<String> names, String kind) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        name + ": the name of " + kind + " is of lower case letters and digits, at most 50");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        name + ": there is another " + kind.substring(kind.indexOf(' ') + 1) + " of this name");
            }
        }
    }

    /** Those that are named; none where the list is empty. */
    public List<String> names() {
        return values.getList(list);
    }

    /**
     * The settings of one.
     *
     * @throws org.apache.kafka.common.config.ConfigException if one of them is wrong
     */
    public AbstractConfig of(String name) {
        return new AbstractConfig(definition.apply(name), values.originals(), false);
    }

    /**
     * Checks each setting of each of them on its own, as Connect does with the others, and that there are no more.
     *
     * @return whether each has a value that may be
     */
    public boolean check(SettingErrors errors) {
        Map<String, String> given = new HashMap<>();
        values.originals().forEach((key, value) -> given.put(key, String.valueOf(value)));
        Set<String> known = new HashSet<>();
        List<ConfigValue> wrong = new ArrayList<>();
        for (String name : names()) {
            GroupedConfigDef own = definition.apply(name);
            known.addAll(own.names());
            own.validate(given).stream()
                    .filter(value -> !value.errorMessages().isEmpty())
                    .forEach(wrong::add);
        }
        wrong.forEach(
                value -> errors.addAsIs(value.name(), value.errorMessages().get(0)));
        given.keySet().stream()
                .filter(key -> key.startsWith(prefix) && !known.contains(key))
                .forEach(key ->
                        errors.addUnknown(key, "is no setting of " + kind + " that " + list + " names: " + names()));
        return wrong.isEmpty();
    }
}
