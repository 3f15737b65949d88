package dev.postern.smtp.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an operator has set, of one listener among those of a gateway. */
public final class SettingValues {
    private final UnaryOperator<@Nullable String> texts;
    private final String prefix;
    private final List<SettingProblem> unreadable = new ArrayList<>();

    private SettingValues(UnaryOperator<@Nullable String> texts, String prefix) {
        this.texts = texts;
        this.prefix = prefix;
    }

    /** @param texts gives the text of the setting of this name, or null where it is not set */
    public static SettingValues of(UnaryOperator<@Nullable String> texts) {
        return new SettingValues(texts, "");
    }

    /** The values of the listener of this name: {@code listener.NAME.SETTING}, else {@code SETTING}. */
    SettingValues ofListener(String name) {
        return new SettingValues(texts, prefixOf(name));
    }

    /** What the names of settings begin with that are of one listener only. */
    static String prefixOf(String listener) {
        return GatewaySettings.LISTENER + listener + ".";
    }

    /** The name under which this setting is set, or would be. */
    String nameOf(Setting<?> setting) {
        String own = prefix + setting.name();
        return texts.apply(own) == null ? setting.name() : own;
    }

    /** The value of this setting; its default where it is not set, or where its text is none of its values, which is written down. */
    <T> T get(Setting<T> setting) {
        String name = nameOf(setting);
        String text = texts.apply(name);
        if (text == null) {
            return setting.byDefault();
        }
        try {
            return setting.read(text);
        } catch (IllegalArgumentException e) {
            String shown = setting.type() == Setting.Type.PASSWORD ? "" : text;
            SettingProblem problem = new SettingProblem(name, shown, String.valueOf(e.getMessage()));
            if (!unreadable.contains(problem)) {
                unreadable.add(problem);
            }
            return setting.byDefault();
        }
    }

    /** In what another's value of this setting differs from this one. */
    Optional<SettingDifference> difference(Setting<?> setting, SettingValues other) {
        Object one = get(setting);
        Object another = other.get(setting);
        if (one.equals(another)) {
            return Optional.empty();
        }
        boolean secret = setting.type() == Setting.Type.PASSWORD;
        return Optional.of(new SettingDifference(
                nameOf(setting), secret ? "hidden" : one.toString(), secret ? "hidden" : another.toString()));
    }

    /** What was none of a setting's values, of those that were asked for. */
    List<SettingProblem> unreadable() {
        return List.copyOf(unreadable);
    }
}
