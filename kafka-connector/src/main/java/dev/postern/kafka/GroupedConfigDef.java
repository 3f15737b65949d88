package dev.postern.kafka;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Settings in groups, in the order in which they are added: so user interfaces and our own page of settings show them. */
public final class GroupedConfigDef extends ConfigDef {
    private final Set<String> open = new LinkedHashSet<>();
    private String group = "";
    private int order;

    /** Begins a group; what is added from here on belongs to it. */
    public GroupedConfigDef group(String title) {
        group = title;
        order = 0;
        return this;
    }

    /** Adds a setting that may have any value of its type. */
    public GroupedConfigDef add(
            String name, String label, Type type, Object byDefault, Importance importance, String meaning) {
        return add(name, label, type, byDefault, null, importance, meaning);
    }

    /**
     * Adds a setting.
     *
     * @param label its name in user interfaces
     * @param byDefault its value where none is given, or {@link ConfigDef#NO_DEFAULT_VALUE}
     * @param allowed what is allowed, also in words; where it is a {@link Recommender} too, user interfaces offer its values
     */
    public GroupedConfigDef add(
            String name,
            String label,
            Type type,
            Object byDefault,
            @Nullable Validator allowed,
            Importance importance,
            String meaning) {
        order++;
        @Nullable Recommender choices = allowed instanceof Recommender recommender ? recommender : null;
        define(name, type, byDefault, allowed, importance, meaning, group, order, width(type), label, choices);
        return this;
    }

    /** Lets any setting that begins like this through, for whom it is meant. */
    public GroupedConfigDef open(String prefix) {
        open.add(prefix);
        return this;
    }

    /** Whether the setting is one of these, or let through. */
    boolean takes(String name) {
        return names().contains(name) || open.stream().anyMatch(name::startsWith);
    }

    private static Width width(Type type) {
        return switch (type) {
            case BOOLEAN, SHORT, INT, LONG, DOUBLE -> Width.SHORT;
            case STRING, PASSWORD -> Width.MEDIUM;
            case LIST, CLASS -> Width.LONG;
        };
    }
}
