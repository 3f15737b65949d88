package dev.postern.smtp.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an operator has set. */
public final class SettingValues {
    private final Function<Setting<?>, @Nullable String> texts;
    private final List<SettingProblem> unreadable = new ArrayList<>();

    private SettingValues(Function<Setting<?>, @Nullable String> texts) {
        this.texts = texts;
    }

    /** @param texts gives the text of a setting, or null where it is not set */
    public static SettingValues of(Function<Setting<?>, @Nullable String> texts) {
        return new SettingValues(texts);
    }

    /** The value of this setting; its default where it is not set, or where its text is none of its values, which is written down. */
    <T> T get(Setting<T> setting) {
        String text = texts.apply(setting);
        if (text == null) {
            return setting.byDefault();
        }
        try {
            return setting.read(text);
        } catch (IllegalArgumentException e) {
            String shown = setting.type() == Setting.Type.PASSWORD ? "" : text;
            SettingProblem problem = new SettingProblem(setting.name(), shown, String.valueOf(e.getMessage()));
            if (!unreadable.contains(problem)) {
                unreadable.add(problem);
            }
            return setting.byDefault();
        }
    }

    /** What was none of a setting's values, of those that were asked for. */
    List<SettingProblem> unreadable() {
        return List.copyOf(unreadable);
    }
}
